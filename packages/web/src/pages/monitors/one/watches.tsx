import type { MonitorView, WatchView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Button } from '../../../components/button.tsx';
import { formatCount } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useAnswerAlarm } from '../../../data/monitors.ts';
import { WatchBadge } from '../monitor-state.tsx';
import styles from './one.module.css';

/** How the alarms of a monitor stand, and what can be done about them. */
export function Watches({
  place,
  monitor,
  canWrite,
}: {
  readonly place: ProjectPlace;
  readonly monitor: MonitorView;
  readonly canWrite: boolean;
}) {
  const answer = useAnswerAlarm(place, monitor.id);
  const toasts = useToasts();
  const send = (key: string, what: 'acknowledge' | 'watch') =>
    answer.mutate(
      { key, answer: what },
      { onError: (error) => toasts.failure('The alarm stays as it is', error) },
    );
  return (
    <Panel title="Alarms">
      <ul className={styles.watches}>
        {monitor.watches.map((watch) => (
          <li key={watch.key} className={styles.watch}>
            <WatchBadge state={watch.state} />
            <div className={styles.watchText}>
              <strong>{shownText(watch.key)}</strong> {describe(watch)}
              <p className={styles.hint}>
                {evidenceText(watch)} Since <TimeAgo at={watch.since} />.
                {watch.alarmAt === null ? null : (
                  <>
                    {' '}
                    Raised <TimeAgo at={watch.alarmAt} />.
                  </>
                )}
                {watch.acknowledgedBy === null
                  ? null
                  : ` ${shownText(watch.acknowledgedBy)} knows of it.`}
              </p>
            </div>
            {canWrite && watch.state === 'alarm' ? (
              <Button isBusy={answer.isPending} onClick={() => send(watch.key, 'acknowledge')}>
                Acknowledge
              </Button>
            ) : null}
            {canWrite && (watch.state === 'alarm' || watch.state === 'acknowledged') ? (
              <Button isBusy={answer.isPending} onClick={() => send(watch.key, 'watch')}>
                Watch again
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <p className={styles.hint}>
        An{' '}
        <Link to="/$entity/$project/automations" params={place}>
          automation
        </Link>{' '}
        on “A monitor raises an alarm” tells others of it.
      </p>
    </Panel>
  );
}

const figure = (value: number): string => String(Number(value.toPrecision(3)));

function describe({ state, rule, mean, bound, count, recent }: WatchView): string {
  if (state === 'gathering' && rule.against.kind === 'baseline') {
    return `learns what is usual: ${formatCount(count)} of ${formatCount(rule.against.calls)} calls.`;
  }
  const side = rule.direction === 'falls' ? 'above' : 'below';
  const held = bound === null ? '' : ` is to stay ${side} ${figure(bound)}`;
  const now =
    mean === null ? 'no value yet' : `its mean is ${figure(mean)} over ${formatCount(count)} calls`;
  const last =
    recent === null
      ? ''
      : `, and ${figure(recent.mean)} over the last ${formatCount(recent.count)}`;
  return `${held}; ${now}${last}.`;
}

function evidenceText({ evidence, rule, state }: WatchView): string {
  if (state === 'gathering') return '';
  const alpha = rule.against.kind === 'baseline' ? rule.alpha / 2 : rule.alpha;
  return `Evidence ${figure(evidence)} of ${figure(1 / alpha)}; the whole watch raises a false alarm with a chance of ${figure(rule.alpha)} at most.`;
}
