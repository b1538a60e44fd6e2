import type { NotificationDeliveries } from '@runloom/model';
import { Badge } from '../../components/badge.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useNotificationDeliveries } from '../../data/notifications.ts';
import { Section } from '../settings/section.tsx';
import { WAY_NAMES } from './kinds.ts';
import styles from './notifications.module.css';

type State = NotificationDeliveries['deliveries'][number]['state'];

const TONES: Readonly<Record<State, 'info' | 'success' | 'danger' | 'neutral'>> = {
  waiting: 'info',
  sent: 'success',
  failed: 'danger',
  dropped: 'neutral',
};
const MOST = 20;

/** What went out to the reader lately, and what became of it. */
export function DeliveriesSection() {
  const { data, error } = useNotificationDeliveries();
  return (
    <Section title="Sent lately" description="With what the other side answered.">
      {error === null ? null : <p className={styles.note}>{messageOf(error)}</p>}
      {data?.length === 0 ? <p className={styles.note}>Nothing was sent to you yet.</p> : null}
      <ul className={styles.places}>
        {data?.slice(0, MOST).map(({ id, way, state, title, detail, createdAt }) => (
          <li key={id}>
            <span>
              <bdi>{shownText(title)}</bdi>
              <br />
              <span className={styles.note}>
                {WAY_NAMES[way]} · <TimeAgo at={createdAt} />
                {detail === '' ? '' : ` · ${detail}`}
              </span>
            </span>
            <Badge tone={TONES[state]}>{state}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  );
}
