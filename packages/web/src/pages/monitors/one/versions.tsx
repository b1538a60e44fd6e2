import type { MonitorView } from '@runloom/model';
import { Badge } from '../../../components/badge.tsx';
import { Panel } from '../../../components/panel.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useMonitorVersions } from '../../../data/monitors.ts';
import { percent } from '../monitor-text.ts';
import styles from './one.module.css';

/** What a monitor was set to before. */
export function Versions({
  place,
  monitor,
}: {
  readonly place: ProjectPlace;
  readonly monitor: MonitorView;
}) {
  const versions = useMonitorVersions(place, String(monitor.id), monitor.version).data ?? [];
  return (
    <Panel title="History">
      <ol className={styles.versions}>
        {versions.map(({ version, spec, isActive, createdBy, createdAt }) => (
          <li key={version}>
            <strong>v{version}</strong>
            <Badge tone={isActive ? 'success' : 'neutral'}>{isActive ? 'active' : 'paused'}</Badge>
            <span className={styles.versionText}>
              {percent(spec.rate)} of{' '}
              {monitor.client !== null
                ? 'the calls that its client meant'
                : spec.filter.trim() === ''
                  ? 'all calls'
                  : shownText(spec.filter)}
              {', '}
              {spec.scorers.map(({ name }) => shownText(name)).join(', ')}
            </span>
            <span className={styles.hint}>
              {createdBy === null ? '' : `${shownText(createdBy)}, `}
              <TimeAgo at={createdAt} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
