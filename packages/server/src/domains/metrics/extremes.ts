import { decodeKey, encodeKey } from '@runloom/model';
import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { pointsOfRuns } from './scope.ts';
import type { Extremes, ExtremesByRun } from './types.ts';

export async function selectExtremes(
  columns: ColumnStore,
  runs: readonly Run[],
  keys: readonly string[],
): Promise<ExtremesByRun> {
  const found = new Map<number, Map<string, Extremes>>();
  if (keys.length === 0) return found;
  const isPlain = ({ lineage, hasRewrites }: Run): boolean => lineage === null && !hasRewrites;
  const plain = runs.filter(isPlain);
  const others = runs.filter((run) => !isPlain(run));
  const sources = [];
  if (plain.length > 0) {
    // Runs that only append never need their points merged.
    const params = { runs: plain.map(({ id }) => id) };
    const from = '(SELECT run, key, value FROM history_points WHERE run IN {runs:Array(UInt64)})';
    sources.push({ from, params });
  }
  if (others.length > 0) sources.push(pointsOfRuns(others, 'key IN {keys:Array(String)}'));
  const params: Record<string, BoundValue> = { keys: keys.map(encodeKey) };
  for (const source of sources) {
    const bytes = await columns.queryBytes(
      {
        sql: `SELECT toUInt64(run), toString(key), min(value), max(value), avg(value)
          FROM ${source.from}
          WHERE key IN {keys:Array(String)} AND NOT isNaN(value) GROUP BY run, key`,
        params: { ...params, ...source.params },
      },
      'RowBinary',
    );
    const reader = new RowBinaryReader(bytes);
    while (!reader.done) {
      const run = Number(reader.uint64());
      const key = decodeKey(reader.text());
      const own = found.get(run) ?? new Map<string, Extremes>();
      const [min, max, mean] = [reader.float64(), reader.float64(), reader.float64()];
      found.set(run, own.set(key, { min, max, mean }));
    }
  }
  return found;
}
