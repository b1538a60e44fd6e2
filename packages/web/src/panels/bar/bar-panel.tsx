import type { BarSettings } from '@runloom/model';
import { useMemo } from 'react';
import { Figure } from '../../charts/figure.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import styles from '../analysis/analysis.module.css';
import { figureDrawing } from '../analysis/figure-drawing.ts';
import { FigureMenu } from '../analysis/figure-menu.tsx';
import { groupFields } from '../analysis/group-runs.ts';
import { EmptyMessage } from '../analysis/message.tsx';
import { RunFacts } from '../analysis/run-facts.tsx';
import { useAnalysisRuns } from '../analysis/use-analysis-runs.ts';
import { useOpenRun } from '../analysis/use-open-run.ts';
import { valueTitle } from '../analysis/values.ts';
import { useBoard } from '../board/board-context.ts';
import { useOfferDrawing } from '../board/panel-drawing.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import { Note } from '../panel-note.tsx';
import type { PanelProps } from '../panel-type.ts';
import { type BarData, barData } from './bar-data.ts';
import { barFigure } from './bar-figure.ts';

/** Values of runs or groups as bars, boxes or violins. */
export function BarPanel({ spec, settings, isFullScreen }: PanelProps<BarSettings>) {
  const { groupBy } = useBoard();
  const openRun = useOpenRun();
  const { values, grouping, scope } = settings;
  const fields = useMemo(() => groupFields(grouping, groupBy), [grouping, groupBy]);
  const data = useAnalysisRuns(values, scope, fields);
  const bars = useMemo(() => barData(data.runs, settings, fields), [data.runs, settings, fields]);
  const model = useMemo(() => barFigure(bars, settings), [bars, settings]);
  const { items } = bars;
  const runOf = useMemo(() => items.flatMap(({ run, bars: own }) => own.map(() => run)), [items]);
  const table = () => ({
    columns: ['run', 'name', ...fields, ...values.map(valueTitle)],
    rows: data.runs.map((run) => [run.name, run.label, ...run.keys, ...run.values]),
  });
  const drawn = items.length === 0 ? null : model;
  useOfferDrawing(spec.id, figureDrawing(spec.title, drawn, table));
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={data.isBusy}
      menu={<FigureMenu title={spec.title} model={drawn} table={table} />}
      facts={
        values.length > 0 ? (
          <RunFacts
            data={data}
            drawnCount={bars.runCount}
            leftOut={items.length === 0 ? [] : bars.leftOut}
            scope={scope}
          >
            <BarNotes bars={bars} settings={settings} />
          </RunFacts>
        ) : null
      }
    >
      <div className={styles.body}>
        {items.length > 0 ? (
          <Figure
            title={spec.title}
            kind="bar chart"
            summary={
              bars.isGrouped
                ? `${formatPlural(items.length, 'group', 'groups')} of ${formatPlural(bars.runCount, 'run', 'runs')}; arrow keys go from one to the next.`
                : `${formatPlural(items.length, 'run', 'runs')}; arrow keys go from bar to bar, Enter opens the run.`
            }
            model={model}
            onOpen={
              bars.isGrouped
                ? undefined
                : (mark) => {
                    const run = runOf[mark]?.name;
                    if (run !== undefined) openRun(run);
                  }
            }
          />
        ) : null}
        <EmptyMessage
          panel={spec.id}
          data={data}
          drawnCount={items.length}
          leftOut={bars.leftOut}
          choose={values.length > 0 ? null : 'Choose the values that bars show.'}
        />
      </div>
    </PanelFrame>
  );
}

function BarNotes({ bars, settings }: { readonly bars: BarData; readonly settings: BarSettings }) {
  const { items, itemCount, isGrouped, loneCount } = bars;
  const { groupShape, interval, aggregate } = settings;
  const ofMean = interval === 'ci95' || interval === 'sd' || interval === 'se';
  return (
    <>
      {items.length < itemCount ? (
        <Note text={`${formatCount(items.length)} of ${formatCount(itemCount)} shown`}>
          The chart draws the first {formatCount(items.length)} of {formatCount(itemCount)}{' '}
          {isGrouped ? 'groups' : 'runs'}. How many it draws, and in which order, can be set.
        </Note>
      ) : null}
      {isGrouped && items.length > 0 ? (
        <Note text="Grouped">
          {SHAPES[groupShape]}
          {groupShape === 'bar' ? ` ${INTERVALS[interval]}` : ''}
          {groupShape === 'bar' && ofMean && aggregate !== 'mean'
            ? ' It is of the mean, so bars of other aggregates have none.'
            : ''}
        </Note>
      ) : null}
      {loneCount > 0 ? (
        <Note text={`${formatCount(loneCount)} of one run`}>
          Groups of one run have no interval and no spread.
        </Note>
      ) : null}
    </>
  );
}

const SHAPES = {
  bar: 'Bars stand for all runs of a group, each of which counts once.',
  box: 'The box reaches from the lower to the upper quartile (as NumPy computes them), its line is the median; whiskers reach to the last run within 1.5 heights of the box, others are dots.',
  violin:
    'The width tells how densely runs lie (Gaussian kernel by Silverman’s rule, from the lowest to the highest run); the bar within is the quartiles, the dot the median.',
};
const INTERVALS = {
  ci95: 'The whisker is the 95 % interval of the mean by Student’s t, right for few runs too.',
  sd: 'The whisker is the standard deviation (n − 1) to both sides of the mean.',
  se: 'The whisker is the standard error to both sides of the mean.',
  minmax: 'The whisker reaches from the lowest to the highest run.',
  none: '',
};
