import type { MonitorTrial } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Badge } from '../../../components/badge.tsx';
import { formatPlural } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import styles from './form.module.css';

/** What a monitor would have said of the newest calls. */
export function Trial({
  place,
  trial,
}: {
  readonly place: ProjectPlace;
  readonly trial: MonitorTrial;
}) {
  return (
    <div className={styles.trial}>
      <p role="status">
        {trial.matching === 0
          ? 'No call of the last day is meant by the filter.'
          : `${formatPlural(trial.matching, 'call')} of the last day ${trial.matching === 1 ? 'is' : 'are'} meant${trial.matching >= 1_000 ? ', or more' : ''}. The newest:`}
      </p>
      <ul className={styles.tried}>
        {trial.calls.map((call) => (
          <li key={call.callId}>
            <div className={styles.triedHead}>
              <Link
                to="/$entity/$project/weave/calls/$call"
                params={{ ...place, call: call.callId }}
              >
                <Truncated text={call.name} />
              </Link>
              <TimeAgo at={call.endedAt} />
              {call.isSampled ? null : <Badge>not in the share</Badge>}
            </div>
            <dl className={styles.outcomes}>
              {call.outcomes.map(({ name, value, failure }) => (
                <div key={name}>
                  <dt>{shownText(name)}</dt>
                  <dd>
                    {failure === null ? (
                      <code>{shownText(JSON.stringify(value))}</code>
                    ) : (
                      <span className={styles.problem}>{shownText(failure)}</span>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}
