import { isLowerBetter, type RunValueRef, type ScatterSettings } from '@runloom/model';
import { useCallback, useContext, useMemo } from 'react';
import { Figure } from '../../charts/figure.tsx';
import { formatValue } from '../../charts/format.ts';
import { useThemeName } from '../../charts/theme.ts';
import { formatCount, formatPlural } from '../../components/format.ts';
import analysisStyles from '../analysis/analysis.module.css';
import { figureDrawing } from '../analysis/figure-drawing.ts';
import { FigureMenu } from '../analysis/figure-menu.tsx';
import { EmptyMessage } from '../analysis/message.tsx';
import { RunFacts } from '../analysis/run-facts.tsx';
import { useAnalysisRuns } from '../analysis/use-analysis-runs.ts';
import { useOpenRun } from '../analysis/use-open-run.ts';
import { valueTitle } from '../analysis/values.ts';
import { FocusedRunContext, useBoard } from '../board/board-context.ts';
import { useOfferDrawing } from '../board/panel-drawing.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import { Note, Warning } from '../panel-note.tsx';
import type { PanelProps } from '../panel-type.ts';
import { type ScatterData, scatterData } from './scatter-data.ts';
import { scatterFigure } from './scatter-figure.ts';
import type { ScatterZoom } from './zoom-drag.ts';

/** Runs as points. */
export function ScatterPanel({
  spec,
  settings,
  isFullScreen,
  onChange,
}: PanelProps<ScatterSettings>) {
  const { runs: shown } = useBoard();
  const focusedRun = useContext(FocusedRunContext);
  const themeName = useThemeName();
  const openRun = useOpenRun();
  const refs = useMemo(() => valuesOf(settings), [settings]);
  const isChosen = settings.x !== null && settings.y !== null;
  const data = useAnalysisRuns(isChosen ? refs : [], settings.scope);
  const definitions = useMemo(() => shown.flatMap((run) => run.definitions), [shown]);
  const plot = useMemo(
    () =>
      scatterData(data.runs, settings, (field) =>
        isLowerBetter(field, definitions) ? 'minimize' : 'maximize',
      ),
    [data.runs, settings, definitions],
  );
  const zoomTo = useCallback((zoom: ScatterZoom) => onChange({ zoom }), [onChange]);
  const model = useMemo(
    () => scatterFigure(plot, settings, themeName, zoomTo),
    [plot, settings, themeName, zoomTo],
  );
  const { points } = plot;
  const focused = useMemo(
    () => (focusedRun === null ? -1 : points.findIndex(({ run }) => run.name === focusedRun)),
    [focusedRun, points],
  );
  const isZoomed = settings.zoom !== null;
  const reset = () => onChange({ zoom: null });
  const table = () => ({
    columns: ['run', 'name', ...refs.map(valueTitle)],
    rows: data.runs.map(({ name, label, values }) => [name, label, ...values]),
  });
  const drawn = points.length === 0 ? null : model;
  useOfferDrawing(spec.id, figureDrawing(spec.title, drawn, table));
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={data.isBusy}
      menu={<FigureMenu title={spec.title} model={drawn} table={table} />}
      facts={
        isChosen ? (
          <RunFacts
            data={data}
            drawnCount={points.length}
            leftOut={points.length === 0 ? [] : plot.leftOut}
            scope={settings.scope}
          >
            {isZoomed ? (
              <button type="button" className={analysisStyles.reset} onClick={reset}>
                Reset zoom
              </button>
            ) : null}
            <ScatterNotes plot={plot} settings={settings} />
          </RunFacts>
        ) : null
      }
    >
      <div className={analysisStyles.body}>
        {points.length > 0 ? (
          <Figure
            title={spec.title}
            kind="scatter plot"
            summary={`${formatPlural(points.length, 'run', 'runs')}; arrow keys go from point to point, Enter opens the run.`}
            model={model}
            focused={focused < 0 ? null : focused}
            onOpen={(mark) => {
              const run = points[mark]?.run.name;
              if (run !== undefined) openRun(run);
            }}
            onDoubleClick={isZoomed ? reset : undefined}
          />
        ) : null}
        <EmptyMessage
          panel={spec.id}
          data={data}
          drawnCount={points.length}
          leftOut={plot.leftOut}
          choose={isChosen ? null : 'Choose what stands along x and along y.'}
        />
      </div>
    </PanelFrame>
  );
}

function ScatterNotes({
  plot,
  settings,
}: {
  readonly plot: ScatterData;
  readonly settings: ScatterSettings;
}) {
  const { regression, withoutZ, outsideCount, frontier, goals } = plot;
  const wantsNumbers =
    settings.showsFrontier ||
    settings.showsRegression ||
    settings.showsRunningMin ||
    settings.showsRunningMax ||
    settings.showsRunningMean;
  const isText = plot.x.kind === 'category' || plot.y.kind === 'category';
  return (
    <>
      {wantsNumbers && isText && plot.points.length > 0 ? (
        <Warning text="No lines over texts">
          Frontier, regression and running lines need numbers on both axes.
        </Warning>
      ) : null}
      {regression === null ? null : (
        <Note text={`r² ${formatRSquared(regression.rSquared)}`}>
          Least squares{settings.xLog || settings.yLog ? ' of the logarithms on log axes' : ''} over{' '}
          {formatCount(regression.count)} runs: slope {formatValue(regression.slope)}
          {Number.isFinite(regression.slopeLow)
            ? ` (95 % interval ${formatValue(regression.slopeLow)} to ${formatValue(regression.slopeHigh)})`
            : ''}
          , intercept {formatValue(regression.intercept)}. The shade is the 95 % interval of the
          line, by Student’s t.
        </Note>
      )}
      {settings.showsFrontier && frontier.length > 0 ? (
        <Note text={`${formatCount(frontier.length)} on the frontier`}>
          No other run beats these in both values: {wayOf(goals.x)} x, {wayOf(goals.y)} y. Which way
          is better can be set.
        </Note>
      ) : null}
      {withoutZ.length > 0 && settings.z !== null ? (
        <Note text={`${formatCount(withoutZ.length)} grey`}>
          These have no place on the colours of {valueTitle(settings.z).slice(0, 80)} and are grey:{' '}
          {withoutZ
            .slice(0, 8)
            .map((label) => label.slice(0, 60))
            .join(', ')}
          {withoutZ.length > 8 ? ` and ${formatCount(withoutZ.length - 8)} more` : ''}.
        </Note>
      ) : null}
      {outsideCount > 0 ? (
        <Note text={`${formatCount(outsideCount)} beyond the axes`}>
          These runs have values, but outside of what the axes show. Lines are computed from all
          runs.
        </Note>
      ) : null}
    </>
  );
}

const wayOf = (goal: 'minimize' | 'maximize'): string => (goal === 'minimize' ? 'less' : 'more');

function formatRSquared(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(value > 0.995 && value < 1 ? 4 : 2);
}

function valuesOf({ x, y, z, tooltip }: ScatterSettings): readonly RunValueRef[] {
  if (x === null || y === null) return [];
  return [x, y, ...(z === null ? [] : [z]), ...tooltip];
}
