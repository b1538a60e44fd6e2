import type { ColumnMigration } from './migration.ts';

/** A step that is sent again with fewer keys takes back the points of the keys that are gone. */
export const migration: ColumnMigration = {
  statements: ['history_points', 'history_objects'].map(
    (table) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS gone UInt32 DEFAULT 0 CODEC(ZSTD(1))`,
  ),
};
