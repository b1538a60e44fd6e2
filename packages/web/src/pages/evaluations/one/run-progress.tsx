import type { EvaluationRunTrials, EvaluationRunView } from '@runloom/model';
import { Square } from 'lucide-react';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { formatCount } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { useToasts } from '../../../components/toast.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import {
  useEvaluationRuns,
  useEvaluationRunTrials,
  useStopEvaluation,
} from '../../../data/evaluation-runs.ts';
import { useProject } from '../../../data/projects.ts';
import styles from './one.module.css';

const STATES: Readonly<Record<EvaluationRunTrials['trials'][number]['state'], [string, Tone]>> = {
  asking: ['In work', 'info'],
  waiting: ['Waits', 'warning'],
  failed: ['No answer', 'danger'],
  'scorer failed': ['Not scored', 'warning'],
};
/** More are counted, not listed. */
const MOST_LISTED = 50;

/** How far an evaluation is that the server carries out, and which examples wait or failed. */
export function RunProgress({
  place,
  evaluation,
}: {
  readonly place: ProjectPlace;
  readonly evaluation: string;
}) {
  const runs = useEvaluationRuns(place);
  const run = runs.data?.find((one) => one.evaluation === evaluation);
  return run === undefined ? null : <Progress place={place} run={run} />;
}

function Progress({
  place,
  run,
}: {
  readonly place: ProjectPlace;
  readonly run: EvaluationRunView;
}) {
  const trials = useEvaluationRunTrials(place, run).data ?? [];
  const canWrite = useProject(place.entity, place.project).data?.canWrite ?? false;
  const stop = useStopEvaluation(place);
  const toasts = useToasts();
  const isOver = run.endedAt !== null;
  if (isOver && trials.length === 0 && run.problem === null && run.state === 'done') return null;
  return (
    <section className={styles.run} aria-label="Progress">
      <div className={styles.titleLine}>
        <progress
          aria-label="Examples that are done"
          className={styles.progress}
          max={run.total}
          value={run.done}
        />
        <span role="status">
          {formatCount(run.done)} of {formatCount(run.total)} {isOver ? 'done' : TEXTS[run.state]}
          {run.failed > 0 ? `, ${formatCount(run.failed)} without an answer` : ''}
        </span>
        {isOver || !canWrite ? null : (
          <Button
            icon={<Square aria-hidden />}
            isBusy={stop.isPending || run.state === 'stopping'}
            onClick={() =>
              stop.mutate(run.id, {
                onError: (error) => toasts.failure('The evaluation goes on', error),
              })
            }
          >
            Stop
          </Button>
        )}
      </div>
      {run.problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {run.problem}
        </p>
      )}
      {trials.length === 0 ? null : (
        <ul className={styles.trials}>
          {trials.slice(0, MOST_LISTED).map((trial) => (
            <Trial key={`${trial.row} ${trial.trial}`} trial={trial} />
          ))}
          {trials.length > MOST_LISTED ? (
            <li>and {formatCount(trials.length - MOST_LISTED)} more</li>
          ) : null}
        </ul>
      )}
    </section>
  );
}

const TEXTS: Readonly<Record<EvaluationRunView['state'], string>> = {
  waiting: 'done, waits for its turn',
  running: 'done',
  stopping: 'done, stops',
  stopped: 'done',
  done: 'done',
  failed: 'done',
};

function Trial({ trial }: { readonly trial: EvaluationRunTrials['trials'][number] }) {
  const [text, tone] = STATES[trial.state];
  const until =
    trial.retryAt === null
      ? ''
      : ` Asked again at ${new Date(trial.retryAt).toLocaleTimeString()}.`;
  return (
    <li>
      <span>Row {trial.row + 1}</span>
      <Badge tone={tone}>{text}</Badge>
      <span className={styles.why}>
        {trial.message === null ? '' : shownText(trial.message)}
        {until}
      </span>
    </li>
  );
}
