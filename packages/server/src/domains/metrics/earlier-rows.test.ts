import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbedded } from '../../stores/columns/embedded/open.ts';
import type { ColumnStore } from '../../stores/columns/index.ts';
import { migrateColumns } from '../../stores/columns/index.ts';
import { columnMigrations } from '../../stores/columns/migrations/index.ts';
import { encodeNativeBlock } from '../../stores/columns/native.ts';
import { scopeOfSource } from './scope.ts';
import { countRows, selectExtent, selectRows } from './store.ts';

let directory: string;
let store: ColumnStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-earlier-'));
  store = await openEmbedded({ directory });
});
afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const ROWS = ['{"b":2.50, "_step":0}', '{"_step":1,"_timestamp":1700000000.5,"b":NaN}'];

/** What builds wrote that kept each row as a text beside its points. */
async function writeAsBefore(): Promise<void> {
  const shared = [
    { name: 'run', type: 'UInt64', fill: 1n },
    { name: 'step', type: 'Int64', values: BigInt64Array.of(0n, 1n) },
    {
      name: 'ts',
      type: 'Int64',
      values: BigInt64Array.of(1_600_000_000_000_000n, 1_700_000_000_500_000n),
    },
    { name: 'version', type: 'UInt64', fill: 5n },
  ] as const;
  const rows = [...shared, { name: 'row', type: 'String', values: ROWS }] as const;
  const points = [
    ...shared,
    { name: 'key', type: 'LowCardinality(String)', fill: 'b' },
    { name: 'value', type: 'Float64', values: Float64Array.of(2.5, Number.NaN) },
  ] as const;
  const names = (columns: readonly { name: string }[]) => columns.map(({ name }) => name);
  await store.insertNative('history_rows', names(rows), [encodeNativeBlock(2, rows)]);
  await store.insertNative('history_points', names(points), [encodeNativeBlock(2, points)]);
}

async function clear(): Promise<void> {
  const tables = await store.query<{ name: string }>({
    sql: 'SELECT name FROM system.tables WHERE database = currentDatabase()',
  });
  for (const { name } of tables) await store.command({ sql: `DROP TABLE ${name} SYNC` });
}

const STEPS = columnMigrations.filter(({ name }) => name.startsWith('whole-points'));

it.each(STEPS)(
  'rows and points of an earlier build stay when the change ends before $name is noted',
  async ({ number, migration }) => {
    await clear();
    await migrateColumns(
      store,
      columnMigrations.filter((step) => step.number < 3),
    );
    await writeAsBefore();
    await migrateColumns(
      store,
      columnMigrations.filter((step) => step.number < number),
    );
    for (const sql of migration.statements) await store.command({ sql });

    await migrateColumns(store, columnMigrations);

    const scope = scopeOfSource(1, 'history');
    expect(await selectRows(store, scope, {})).toEqual(ROWS);
    expect(await countRows(store, scope)).toBe(2);
    expect(await selectExtent(store, scope)).toMatchObject({
      firstTime: 1_600_000_000_000_000n,
      lastTime: 1_700_000_000_500_000n,
    });
    const values = await store.query({
      sql: `SELECT step, toString(value) AS value FROM history_points WHERE key = 'b' ORDER BY step`,
    });
    expect(values).toEqual([
      { step: '0', value: '2.5' },
      { step: '1', value: 'nan' },
    ]);
  },
  60_000,
);
