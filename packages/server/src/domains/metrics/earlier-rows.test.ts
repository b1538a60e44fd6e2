import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbedded } from '../../stores/columns/embedded/open.ts';
import type { ColumnStore } from '../../stores/columns/index.ts';
import { migrateColumns, openColumnStore } from '../../stores/columns/index.ts';
import { columnMigrations } from '../../stores/columns/migrations/index.ts';
import { encodeNativeBlock } from '../../stores/columns/native.ts';
import { scopeOfSource } from './scope.ts';
import { countRows, selectExtent, selectRows } from './store.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-earlier-'));
});
afterAll(() => rm(directory, { recursive: true }));

const ROWS = ['{"b":2.50, "_step":0}', '{"_step":1,"_timestamp":1700000000.5,"b":NaN}'];

/** What builds wrote that kept each row as a text beside its points. */
async function writeAsBefore(store: ColumnStore): Promise<void> {
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

it('a folder of an earlier build opens with every row and point, however often the change was interrupted', async () => {
  const early = columnMigrations.filter(({ number }) => number < 10);
  for (let done = early.length; done <= columnMigrations.length; done += 1) {
    const home = join(directory, String(done));
    const before = await openEmbedded({ directory: home });
    await migrateColumns(before, early);
    await writeAsBefore(before);
    // Up to some step, whose last statement was run but not noted.
    await migrateColumns(before, columnMigrations.slice(0, done));
    const next = columnMigrations[done];
    for (const sql of next?.migration.statements ?? []) await before.command({ sql });
    await before.close();

    const store = await openColumnStore({ kind: 'embedded', directory: home });
    try {
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
    } finally {
      await store.close();
    }
  }
}, 120_000);
