import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { Badge } from '../../../components/badge.tsx';
import { formatPlural } from '../../../components/format.ts';
import { useAlerts } from '../../../data/alerts.ts';
import { SEVERITY_TONES, worstSeverity } from '../overview/alert-severity.ts';
import { useShownRun } from '../run-context.ts';
import styles from './run-header.module.css';

/** Says on every tab that the script raised alerts. */
export function AlertsMark() {
  const { entity, project, name } = useShownRun();
  const { data } = useAlerts(entity, project, name);
  if (data === undefined || data.totalCount === 0) return null;
  return (
    <Link
      to="/$entity/$project/runs/$run"
      params={{ entity, project, run: name }}
      hash="alerts"
      className={styles.alerts}
    >
      <Badge tone={SEVERITY_TONES[worstSeverity(data.alerts)]} icon={<Bell aria-hidden />}>
        {formatPlural(data.totalCount, 'alert')}
      </Badge>
    </Link>
  );
}
