import { type AxisBrush, isSame, type ParallelSettings } from '@runloom/model';
import { useContext, useMemo, useRef, useState } from 'react';
import { Figure } from '../../charts/figure.tsx';
import { useThemeName } from '../../charts/theme.ts';
import { formatCount, formatPlural } from '../../components/format.ts';
import styles from '../analysis/analysis.module.css';
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
import { brushFilter } from './brush.ts';
import { brushLines, parallelLines, refsOf } from './parallel-data.ts';
import { parallelFigure } from './parallel-figure.ts';

/** Runs as lines through several axes. */
export function ParallelPanel({
  spec,
  settings: saved,
  isFullScreen,
  onChange,
}: PanelProps<ParallelSettings>) {
  const { listing } = useBoard();
  const focusedRun = useContext(FocusedRunContext);
  const themeName = useThemeName();
  const openRun = useOpenRun();
  // While a brush is dragged it is shown, and kept when it is let go.
  const [dragged, setDragged] = useState<{ axis: number; brush: AxisBrush | null } | null>(null);
  const settings = useMemo(
    () => (dragged === null ? saved : withBrush(saved, dragged.axis, dragged.brush)),
    [saved, dragged],
  );
  const refs = useMemo(() => refsOf(saved), [saved]);
  const data = useAnalysisRuns(refs, saved.scope);
  const plain = useUnbrushed(saved);
  const base = useMemo(() => parallelLines(data.runs, plain), [data.runs, plain]);
  const lines = useMemo(() => brushLines(base, settings.axes), [base, settings.axes]);
  const model = useMemo(
    () =>
      parallelFigure(lines, settings, themeName, {
        onBrush: (axis, brush, isOver) => {
          setDragged(isOver ? null : { axis, brush });
          if (isOver) onChange({ axes: withBrush(saved, axis, brush).axes });
        },
        onMove: (axis, to) => {
          const moved = saved.axes[axis];
          if (moved === undefined) return;
          onChange({ axes: saved.axes.toSpliced(axis, 1).toSpliced(to, 0, moved) });
        },
        onFlip: (axis) =>
          onChange({
            axes: saved.axes.map((one, at) =>
              at === axis ? { ...one, isFlipped: !one.isFlipped } : one,
            ),
          }),
      }),
    [lines, settings, themeName, saved, onChange],
  );
  const { runs } = lines;
  const focused = useMemo(
    () => (focusedRun === null ? -1 : runs.findIndex(({ name }) => name === focusedRun)),
    [focusedRun, runs],
  );
  const brushes = saved.axes.filter(({ brush }) => brush !== null).length;
  const { filter, left } = useMemo(() => brushFilter(saved.axes), [saved.axes]);
  const table = () => ({
    columns: ['run', 'name', ...refs.map(valueTitle)],
    rows: data.runs.map(({ name, label, values }) => [name, label, ...values]),
  });
  const drawn = runs.length === 0 ? null : model;
  useOfferDrawing(spec.id, figureDrawing(spec.title, drawn, table));
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={data.isBusy}
      menu={<FigureMenu title={spec.title} model={drawn} table={table} />}
      facts={
        saved.axes.length > 0 ? (
          <RunFacts
            data={data}
            drawnCount={runs.length}
            leftOut={runs.length === 0 ? [] : lines.leftOut}
            scope={saved.scope}
          >
            {brushes > 0 ? (
              <>
                {filter !== null && listing !== null ? (
                  <button
                    type="button"
                    className={styles.reset}
                    onClick={() => listing.narrow(filter)}
                  >
                    List only these
                  </button>
                ) : null}
                <button
                  type="button"
                  className={styles.reset}
                  onClick={() =>
                    onChange({ axes: saved.axes.map((one) => ({ ...one, brush: null })) })
                  }
                >
                  Clear brushes
                </button>
                <Note text={`${formatCount(lines.inCount)} highlighted`}>
                  {formatPlural(lines.inCount, 'run lies', 'runs lie')} within{' '}
                  {brushes === 1 ? 'the brush' : `all ${brushes} brushes`}.
                </Note>
              </>
            ) : null}
            {left > 0 ? (
              <Warning text="Not all can be listed by">
                A filter of the list takes last values alone: brushes over minimum, maximum, mean,
                best and moments are not part of it.
              </Warning>
            ) : null}
            {lines.greyCount > 0 ? (
              <Note text={`${formatCount(lines.greyCount)} grey`}>
                These have no value that the colours could tell.
              </Note>
            ) : null}
          </RunFacts>
        ) : null
      }
    >
      <div className={styles.body}>
        {runs.length > 0 ? (
          <Figure
            title={spec.title}
            kind="parallel coordinates"
            summary={`${formatPlural(runs.length, 'run', 'runs')} over ${formatPlural(saved.axes.length, 'axis', 'axes')}, ${formatCount(lines.inCount)} highlighted. Drag along an axis to highlight, its title to move it; click the title to turn it round. The settings do the same.`}
            model={model}
            focused={focused < 0 ? null : focused}
            onOpen={(line) => {
              const run = runs[line]?.name;
              if (run !== undefined) openRun(run);
            }}
          />
        ) : null}
        <EmptyMessage
          panel={spec.id}
          data={data}
          drawnCount={runs.length}
          leftOut={lines.leftOut}
          choose={saved.axes.length > 0 ? null : 'Choose the axes.'}
        />
      </div>
    </PanelFrame>
  );
}

/** The settings without brushes, the same object while nothing else of them changes. */
function useUnbrushed(settings: ParallelSettings): ParallelSettings {
  const kept = useRef(settings);
  const next = { ...settings, axes: settings.axes.map((axis) => ({ ...axis, brush: null })) };
  if (!isSame(kept.current, next)) kept.current = next;
  return kept.current;
}

function withBrush(
  settings: ParallelSettings,
  axis: number,
  brush: AxisBrush | null,
): ParallelSettings {
  return {
    ...settings,
    axes: settings.axes.map((one, at) => (at === axis ? { ...one, brush } : one)),
  };
}
