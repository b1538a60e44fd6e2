import type { MetadataStore } from '../../stores/metadata/types.ts';
import { createBudgetTable } from './budget-store.ts';
import { createMonitorTable } from './monitor-store.ts';
import { createScoreTables } from './score-store.ts';
import type { MonitorTables } from './tables.ts';
import { createWatchTable } from './watch-store.ts';

export function createMonitorStore(metadata: MetadataStore) {
  const db = metadata.db.withTables<MonitorTables>();
  return {
    ...createMonitorTable(db),
    ...createBudgetTable(db),
    ...createScoreTables(db),
    ...createWatchTable(db),
  };
}

export type MonitorStore = ReturnType<typeof createMonitorStore>;
