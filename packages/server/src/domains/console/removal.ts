import type { ColumnStore } from '../../stores/columns/types.ts';
import type { HistorySource } from '../runs/index.ts';

/**
 * Removes all lines of the sources from the disk.
 * @returns their size in bytes, before compression
 */
export async function removeLines(
  columns: ColumnStore,
  sources: readonly HistorySource[],
): Promise<number> {
  const params = { sources };
  const [found] = await columns.query<{ bytes: string }>({
    sql: 'SELECT sum(byteSize(*)) AS bytes FROM console_lines WHERE run IN {sources:Array(UInt64)}',
    params,
    maxSeconds: 300,
  });
  const size = Number(found?.bytes ?? 0);
  if (size === 0) return 0;
  await columns.command({
    sql: 'ALTER TABLE console_lines DELETE WHERE run IN {sources:Array(UInt64)}',
    params,
  });
  return size;
}
