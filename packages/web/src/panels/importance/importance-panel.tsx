import type { ImportanceSettings, RunValueRef } from '@runloom/model';
import { useMemo } from 'react';
import { messageOf } from '../../components/error-state.tsx';
import { formatCount, formatPercent } from '../../components/format.ts';
import { useRunFields } from '../../data/run-table.ts';
import analysisStyles from '../analysis/analysis.module.css';
import { FigureMenu } from '../analysis/figure-menu.tsx';
import { EmptyMessage } from '../analysis/message.tsx';
import { RunFacts } from '../analysis/run-facts.tsx';
import { MOST_COLUMNS, useAnalysisRuns } from '../analysis/use-analysis-runs.ts';
import { valueTitle } from '../analysis/values.ts';
import { useBoard } from '../board/board-context.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import { Note, Warning } from '../panel-note.tsx';
import type { PanelProps } from '../panel-type.ts';
import styles from './importance.module.css';
import { ImportanceTable } from './importance-table.tsx';
import { LEAST_RUNS, prepare } from './prepare.ts';
import { sortedRows } from './rows.ts';
import { useJudgements } from './use-judgements.ts';

/** What explains less of the variance of runs it did not see explains nothing worth telling. */
const LITTLE = 0.1;
/** With fewer runs figures are rough, whatever their intervals say. */
const FEW_RUNS = 30;

/** Which parameters explain a number. */
export function ImportancePanel({
  spec,
  settings,
  isFullScreen,
  onChange,
}: PanelProps<ImportanceSettings>) {
  const { target, scope, correlation, parameters, ignored } = settings;
  const { fields, moreCount } = useParameters(settings);
  const refs = useMemo(
    () => (target === null ? [] : [target, ...fields.map((field) => plain(field))]),
    [target, fields],
  );
  const data = useAnalysisRuns(refs, scope);
  const targetName = target === null ? '' : valueTitle(target);
  const prepared = useMemo(
    () => prepare(data.runs, targetName, fields, parameters !== null),
    [data.runs, targetName, fields, parameters],
  );
  const question = JSON.stringify([target, fields, scope, correlation]);
  const { judged, isBusy, error } = useJudgements(prepared, correlation, question);
  const rows = useMemo(
    () => (judged === null ? [] : sortedRows(judged, settings.sort)),
    [judged, settings.sort],
  );
  const isKnown = target !== null && !data.isPending;
  const problem = isKnown && data.runs.length > 0 ? prepared.problem : null;
  const shown = rows.slice(0, settings.maxRows);
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={data.isBusy || isBusy}
      menu={
        <FigureMenu
          title={spec.title}
          model={null}
          table={() => ({
            columns: CSV_COLUMNS,
            rows: rows.map(({ field, category, importance, correlation: found }) => [
              field,
              importance.share,
              importance.low,
              importance.high,
              category ?? '',
              found?.r ?? null,
              found?.low ?? null,
              found?.high ?? null,
            ]),
          })}
        />
      }
      facts={
        isKnown ? (
          <RunFacts
            data={data}
            drawnCount={prepared.target.length}
            leftOut={data.runs.length === 0 ? [] : prepared.leftOut}
            scope={scope}
          >
            {judged !== null && judged.explained < LITTLE ? (
              <Warning text="Explains little">
                Of runs that it did not see, the forest explains{' '}
                {formatPercent(Math.max(0, judged.explained))} of the variance of {targetName}: what
                it says of parameters is little more than chance.
              </Warning>
            ) : null}
            {problem === null && prepared.target.length < FEW_RUNS ? (
              <Warning text="Few runs">
                {formatCount(prepared.target.length)} runs tell little about so many parameters. The
                intervals are wide, and rough themselves below {FEW_RUNS} runs.
              </Warning>
            ) : null}
            {moreCount > 0 ? (
              <Note text={`${formatCount(moreCount)} not looked at`}>
                The panel judges the first {formatCount(fields.length)} parameters by name. The
                settings can name others.
              </Note>
            ) : null}
          </RunFacts>
        ) : null
      }
    >
      <div className={analysisStyles.body}>
        {error === null ? null : <p role="alert">{error}</p>}
        {problem !== null ? (
          <div className={analysisStyles.message}>
            <p role="status">{problem}</p>
          </div>
        ) : null}
        {problem === null && shown.length > 0 && judged !== null ? (
          <ImportanceTable
            rows={shown}
            rowCount={rows.length}
            targetName={targetName}
            correlation={correlation}
            explained={judged.explained}
            unjudged={prepared.unjudged}
            onIgnore={(field) => onChange({ ignored: [...ignored, field] })}
          />
        ) : null}
        {problem === null && shown.length === 0 && isKnown && data.runs.length >= LEAST_RUNS ? (
          <div className={analysisStyles.message}>
            <p role="status" className={styles.growing}>
              Growing the forest…
            </p>
          </div>
        ) : null}
        <EmptyMessage
          panel={spec.id}
          data={data}
          drawnCount={data.runs.length}
          leftOut={[]}
          choose={target === null ? 'Choose the number that parameters shall explain.' : null}
        />
        {data.error !== null && data.runs.length > 0 ? (
          <p className="visually-hidden">{messageOf(data.error)}</p>
        ) : null}
      </div>
    </PanelFrame>
  );
}

const CSV_COLUMNS = [
  'parameter',
  'importance',
  'importance_low95',
  'importance_high95',
  'category',
  'correlation',
  'correlation_low95',
  'correlation_high95',
];

const plain = (field: string): RunValueRef => ({ field, statistic: 'last' });

/** Keys that a project can have more of than anybody looks at. */
const MOST_FIELDS = 1_000;

/** Fields that are judged, and how many more there would be. */
function useParameters({ parameters, ignored, target }: ImportanceSettings): {
  readonly fields: readonly string[];
  readonly moreCount: number;
} {
  const { entity, project } = useBoard();
  const { data } = useRunFields(
    entity,
    project,
    { source: 'config', limit: MOST_FIELDS },
    parameters === null,
  );
  return useMemo(() => {
    const known = (data?.fields ?? []).filter(
      ({ hasNumbers, hasTexts, path }) => (hasNumbers || hasTexts) && !path.startsWith('_wandb'),
    );
    const all = (parameters ?? known.map(({ field }) => field)).filter(
      (field) => !ignored.includes(field) && field !== target?.field,
    );
    const most = MOST_COLUMNS - 1;
    return { fields: all.slice(0, most), moreCount: Math.max(0, all.length - most) };
  }, [data, parameters, ignored, target]);
}
