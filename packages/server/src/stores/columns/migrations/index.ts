import { migration as metricsConsole } from './0001-metrics-console.ts';
import { migration as gonePoints } from './0002-gone-points.ts';
import type { ColumnMigration } from './migration.ts';

export interface NumberedColumnMigration {
  readonly number: number;
  readonly name: string;
  readonly migration: ColumnMigration;
}

/** All steps in order. A step that was released is never changed: a new one is added. */
export const columnMigrations: readonly NumberedColumnMigration[] = [
  { number: 1, name: 'metrics-console', migration: metricsConsole },
  { number: 2, name: 'gone-points', migration: gonePoints },
];
