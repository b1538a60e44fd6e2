import type { ColumnMigration } from './migration.ts';

/**
 * The engine gathers statistics of every column, payloads among them, with each insert and each merge.
 * Statements over calls are none that a planner could turn round by them, and they are a tenth of the
 * work of writing.
 */
export const migration: ColumnMigration = {
  statements: ['calls', 'call_parts'].map(
    (table) => `ALTER TABLE ${table} MODIFY SETTING auto_statistics_types = ''`,
  ),
};
