import type { AlertView } from '@runloom/model';
import { Badge } from '../../../components/badge.tsx';
import { formatCount, formatDateTime } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useAlerts } from '../../../data/alerts.ts';
import { useShownRun } from '../run-context.ts';
import { SEVERITY_NAMES, SEVERITY_TONES } from './alert-severity.ts';
import styles from './alerts-panel.module.css';

/** What the script wanted somebody to know, newest first; nothing while it said nothing. */
export function AlertsPanel() {
  const { entity, project, name } = useShownRun();
  const { data } = useAlerts(entity, project, name);
  if (data === undefined || data.totalCount === 0) return null;
  const left = data.totalCount - data.alerts.length;
  return (
    <div id="alerts">
      <Panel title="Alerts" count={formatCount(data.totalCount)} isFlush>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <ul className={styles.alerts} tabIndex={0} aria-label="Alerts">
          {data.alerts.map((alert) => (
            <Alert key={alert.id} alert={alert} />
          ))}
          {left > 0 ? <li className={styles.more}>{formatCount(left)} older ones</li> : null}
        </ul>
      </Panel>
    </div>
  );
}

function Alert({ alert }: { readonly alert: AlertView }) {
  const { severity, title, text, createdAt, heldBack } = alert;
  return (
    <li className={styles.alert}>
      <span className={styles.severity}>
        <Badge tone={SEVERITY_TONES[severity]}>{SEVERITY_NAMES[severity]}</Badge>
      </span>
      <div className={styles.body}>
        <p className={styles.title}>
          <bdi>{title}</bdi>
        </p>
        {text === '' ? null : (
          <p className={styles.text}>
            <bdi>{text}</bdi>
          </p>
        )}
        {heldBack > 0 ? (
          <p className={styles.held}>
            {formatCount(heldBack)} more with this title came too soon after it and{' '}
            {heldBack === 1 ? 'was' : 'were'} held back.
          </p>
        ) : null}
      </div>
      <span className={styles.time} title={formatDateTime(createdAt)}>
        <TimeAgo at={createdAt} />
      </span>
    </li>
  );
}
