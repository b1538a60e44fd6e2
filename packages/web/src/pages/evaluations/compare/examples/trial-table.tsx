import type { ExampleDetail, ExampleTrial } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import { formatCount } from '../../../../components/format.ts';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { valueText } from '../../../../components/value-tree/api-json.ts';
import { formatCost, formatLatency } from '../../../traces/format.ts';
import { EvaluationMark, letterOf } from '../../shared/evaluation-mark.tsx';
import styles from './example-drawer.module.css';

const TraceDialog = lazy(async () => ({
  default: (await import('./trace-dialog.tsx')).TraceDialog,
}));

const LONGEST = 400;

/** Scores and what each trial took, evaluations side by side; each trial leads to its trace. */
export function TrialTable({
  entity,
  project,
  evaluations,
  names,
  shownTrial,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluations: ExampleDetail['evaluations'];
  readonly names: readonly string[];
  readonly shownTrial: number;
}) {
  const [traced, setTraced] = useState<{
    readonly evaluation: number;
    readonly call: string;
  } | null>(null);
  const all = evaluations.flatMap(({ trials }, evaluation) =>
    trials.map((trial, number) => ({ trial, evaluation, number })),
  );
  const scorers = [...new Set(all.flatMap(({ trial }) => trial.scores.map(({ name }) => name)))];
  const rows: readonly { title: string; of: (trial: ExampleTrial) => string }[] = [
    ...scorers.map((title) => ({ title, of: (trial: ExampleTrial) => scoreText(trial, title) })),
    {
      title: 'Latency',
      of: ({ latency }) => (latency === null ? '–' : formatLatency(latency * 1_000)),
    },
    { title: 'Tokens', of: ({ tokens }) => (tokens === null ? '–' : formatCount(tokens)) },
    { title: 'Cost', of: ({ cost }) => (cost === null ? '–' : formatCost(cost)) },
  ];
  return (
    <section className={styles.part} aria-label="Scores and trials">
      <h3>Scores</h3>
      <ScrollRegion className={styles.trials}>
        <table className={styles.trialTable}>
          <thead>
            <tr>
              <td />
              {all.map(({ evaluation, number, trial }) => (
                <th
                  key={trial.callId}
                  scope="col"
                  className={classNames(number === shownTrial && styles.current)}
                  title={names[evaluation]}
                >
                  <EvaluationMark index={evaluation} />
                  {evaluations[evaluation]?.trials.length === 1 ? '' : ` #${number + 1}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ title, of }) => (
              <tr key={title}>
                <th scope="row">
                  <bdi>{shownText(title)}</bdi>
                </th>
                {all.map(({ trial }) => (
                  <td key={trial.callId}>
                    <bdi>{shownText(of(trial).slice(0, LONGEST))}</bdi>
                  </td>
                ))}
              </tr>
            ))}
            {all.some(({ trial }) => trial.error !== null) ? (
              <tr>
                <th scope="row">Error</th>
                {all.map(({ trial }) => (
                  <td key={trial.callId} className={styles.error}>
                    {trial.error === null ? '–' : shownText(trial.error.slice(0, LONGEST))}
                  </td>
                ))}
              </tr>
            ) : null}
            <tr>
              <th scope="row">Trace</th>
              {all.map(({ trial, evaluation }) => (
                <td key={trial.callId}>
                  <span className={styles.traceLinks}>
                    <button
                      type="button"
                      className={styles.link}
                      onClick={() => setTraced({ evaluation, call: trial.callId })}
                    >
                      Here
                    </button>
                    <Link
                      to="/$entity/$project/weave/calls/$call"
                      params={{ entity, project, call: trial.callId }}
                      className={styles.link}
                    >
                      Open
                    </Link>
                  </span>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollRegion>
      {traced === null ? null : (
        <Suspense>
          <TraceDialog
            entity={entity}
            project={project}
            call={traced.call}
            title={`Trace of ${letterOf(traced.evaluation)} ${names[traced.evaluation] ?? ''}`}
            onClose={() => setTraced(null)}
          />
        </Suspense>
      )}
    </section>
  );
}

function scoreText({ scores }: ExampleTrial, name: string): string {
  const found = scores.find((score) => score.name === name);
  if (found === undefined) return '–';
  const { value } = found;
  return typeof value === 'string' ? value : valueText(value ?? null);
}
