import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ColumnStore, openColumnStore } from '../../stores/columns/index.ts';
import { withinLimits } from './read-limits.ts';

let directory: string;
let columns: ColumnStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-limits-'));
  columns = await openColumnStore({ kind: 'embedded', directory });
});
afterAll(async () => {
  await columns.close();
  await rm(directory, { recursive: true });
});

it('a read that takes too much memory fails with what to do', async () => {
  const sql = 'SELECT length(groupArray(number)) FROM numbers(2000000000)';
  await expect(withinLimits(columns.queryBytes({ sql }, 'RowBinary'))).rejects.toMatchObject({
    code: 'too_large',
    message: expect.stringContaining('fewer runs or keys'),
  });
});

it('any other failure stays what it is', async () => {
  const read = columns.queryBytes({ sql: 'SELECT no_such_column' }, 'RowBinary');
  await expect(withinLimits(read)).rejects.toMatchObject({ name: 'ColumnEngineError' });
});
