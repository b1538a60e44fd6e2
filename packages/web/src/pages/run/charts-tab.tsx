import { RunCharts } from '../../panels/run-charts/index.tsx';
import styles from './run.module.css';
import { useShownRun } from './run-context.ts';

/** What the script logged. */
export function ChartsTab() {
  const { entity, project, name, run } = useShownRun();
  return (
    <div className={styles.charts}>
      <RunCharts
        entity={entity}
        project={project}
        run={name}
        label={run.displayName || name}
        stream="history"
      />
    </div>
  );
}

/** What the machine did meanwhile. */
export function SystemTab() {
  const { entity, project, name, run } = useShownRun();
  return (
    <div className={styles.charts}>
      <RunCharts
        entity={entity}
        project={project}
        run={name}
        label={run.displayName || name}
        stream="system"
      />
    </div>
  );
}
