import type { ColumnMigration } from './migration.ts';

/**
 * Parts of up to 256 MiB keep all columns in one file. An insert of calls is of some megabytes in 40
 * columns and their indexes: a file each had to be synced to disk for every one of them, which took
 * longer than all else that an insert does (about half of its processor time). Reads
 * find single columns in such a file by its marks.
 */
export const migration: ColumnMigration = {
  statements: ['calls', 'call_parts'].map(
    (table) => `ALTER TABLE ${table} MODIFY SETTING min_bytes_for_wide_part = 268435456`,
  ),
};
