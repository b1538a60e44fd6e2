import { decodeKey } from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { HistorySource } from '../runs/index.ts';
import { SQL_ROW_KEY } from './row-form.ts';
import type { Stream } from './types.ts';

const TABLES = ['history_points', 'history_objects', 'system_points'] as const;

/**
 * Removes all rows and points of the sources from the disk.
 * @returns their size in bytes, before compression
 */
export async function removeRows(
  columns: ColumnStore,
  sources: readonly HistorySource[],
): Promise<number> {
  let bytes = 0;
  for (const table of TABLES) {
    const params = { sources };
    const [found] = await columns.query<{ bytes: string }>({
      sql: `SELECT sum(byteSize(*)) AS bytes FROM ${table} WHERE run IN {sources:Array(UInt64)}`,
      params,
      maxSeconds: 300,
    });
    const size = Number(found?.bytes ?? 0);
    if (size === 0) continue;
    await columns.command({
      sql: `ALTER TABLE ${table} DELETE WHERE run IN {sources:Array(UInt64)}`,
      params,
    });
    bytes += size;
  }
  return bytes;
}

/** The keys that the sources have values of. */
export async function listSourceKeys(
  columns: ColumnStore,
  stream: Stream,
  sources: readonly HistorySource[],
): Promise<ReadonlySet<string>> {
  const tables = stream === 'history' ? ['history_points', 'history_objects'] : ['system_points'];
  const keys = new Set<string>();
  for (const table of tables) {
    const rows = await columns.query<{ key: string }>({
      sql: `SELECT DISTINCT key FROM ${table} WHERE run IN {sources:Array(UInt64)} AND key != ${SQL_ROW_KEY}`,
      params: { sources },
      maxSeconds: 300,
    });
    for (const { key } of rows) keys.add(decodeKey(key));
  }
  return keys;
}
