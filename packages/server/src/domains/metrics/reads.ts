import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';

/** The texts that a statement of one column gives. */
export async function readTexts(
  columns: ColumnStore,
  sql: string,
  params: Record<string, BoundValue>,
): Promise<string[]> {
  const reader = new RowBinaryReader(await columns.queryBytes({ sql, params }, 'RowBinary'));
  const texts: string[] = [];
  while (!reader.done) texts.push(reader.text());
  return texts;
}

/** The one number that a statement gives. */
export async function readCount(
  columns: ColumnStore,
  sql: string,
  params: Record<string, BoundValue>,
): Promise<number> {
  const bytes = await columns.queryBytes({ sql, params }, 'RowBinary');
  return Number(new RowBinaryReader(bytes).uint64());
}
