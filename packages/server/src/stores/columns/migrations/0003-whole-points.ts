import type { ColumnMigration } from './migration.ts';

/**
 * A row is no longer kept as text beside its points: the points are the row. `bits` holds a number's
 * code (`metrics/value-code.ts`), `form` what its spelling was when that means something. The record
 * of a row is a point under the key `\row` (no encoded key begins with a single backslash): its value
 * is the row's time, its `rest` what no point can hold.
 */
const TABLES = [
  ['history_points', 'history_rows'],
  ['system_points', 'system_rows'],
] as const;

// Planes of equal bits: what floats of 32 bits leave empty, and what neighbours share, costs nothing.
const CODE = "bits UInt64 DEFAULT reinterpretAsUInt64(value) CODEC(T64('bit'), ZSTD(1))";

export const addColumns: ColumnMigration = {
  statements: TABLES.flatMap(([points]) => [
    `ALTER TABLE ${points} ADD COLUMN IF NOT EXISTS ${CODE},
      ADD COLUMN IF NOT EXISTS form LowCardinality(String) CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS rest String CODEC(ZSTD(1))`,
  ]),
};

/** Codes of the numbers that are there already. */
export const fillCodes: ColumnMigration = {
  statements: TABLES.map(([points]) => `ALTER TABLE ${points} MATERIALIZE COLUMN bits`),
};

/** From now on the code is the value, and not the other way round. */
export const dropDefault: ColumnMigration = {
  statements: TABLES.map(([points]) => `ALTER TABLE ${points} MODIFY COLUMN bits UInt64 DEFAULT 0`),
};

/** The time of a row is kept once. */
export const dropColumns: ColumnMigration = {
  statements: TABLES.map(
    ([points]) => `ALTER TABLE ${points} DROP COLUMN IF EXISTS value, DROP COLUMN IF EXISTS ts`,
  ),
};

/** 2^50 and 2^51 set in what would be a NaN: a decimal number, its digits in the lower 48 bits. */
const TAG = '9222246136947933184';
const DIGITS = '281474976710655';

export const addValue: ColumnMigration = {
  statements: TABLES.map(
    ([points]) => `ALTER TABLE ${points} ADD COLUMN IF NOT EXISTS value Float64 ALIAS
      if(bitAnd(bits, ${TAG}) = ${TAG},
        toFloat64(bitAnd(bits, ${DIGITS})) / if(bitTest(bits, 48), 1e6, 1e4) * if(bitTest(bits, 63), -1., 1.),
        reinterpretAsFloat64(bits))`,
  ),
};

/** Rows of earlier builds become records with their whole text; those that are records already are left out. */
export const moveRows: ColumnMigration = {
  statements: TABLES.map(
    ([points, rows]) => `INSERT INTO ${points} (run, key, step, bits, form, rest, version)
      SELECT run, '\\\\row', step, reinterpretAsUInt64(toFloat64(ts) / 1e6), 'w', row, version FROM ${rows}
      WHERE (run, step, version) NOT IN
        (SELECT run, step, version FROM ${points} WHERE key = '\\\\row')`,
  ),
};

export const dropRows: ColumnMigration = {
  statements: TABLES.map(([, rows]) => `DROP TABLE IF EXISTS ${rows}`),
};
