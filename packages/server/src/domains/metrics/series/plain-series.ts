import type { BucketColumn } from '@runloom/model';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import type { Series, SeriesRequest } from '../types.ts';
import { readLines } from './lines.ts';
import { readMeasure } from './measure.ts';
import { readAxis } from './plan.ts';
import type { RunLine } from './types.ts';

const COLUMNS: readonly BucketColumn[] = ['min', 'max', 'first', 'last', 'mean'];

/**
 * Lines of metrics as they were logged, run by run for each key, in the order asked. Series without
 * points are left out.
 */
export async function readSeries(
  columns: ColumnStore,
  request: SeriesRequest,
): Promise<readonly Series[]> {
  const { stream, runs, keys, range, buckets, x, xKey } = request;
  if (runs.length === 0 || keys.length === 0) return [];
  const ownAxis = stream === 'history' && xKey != null ? { key: xKey } : null;
  const measures = keys.map((key) => ({ ...readMeasure({ key }), expression: null, keys: [key] }));
  const { lines } = await readLines(columns, {
    runs,
    hidden: [],
    measures,
    plan: {
      stream,
      axis: readAxis(ownAxis ?? x, stream),
      range,
      buckets,
      columns: COLUMNS,
      smoothing: { kind: 'none' },
      rangeOfX: null,
    },
    bucketWidth: null,
  });
  return measures.flatMap((measure) =>
    runs.flatMap((run) => {
      const line = lines.get(measure)?.get(run);
      return line === undefined ? [] : [toSeries(line, measure.label)];
    }),
  );
}

function toSeries(line: RunLine, key: string): Series {
  const head = { runId: line.run.id, key };
  if (line.kind === 'points') {
    const { x, value } = line.points;
    const nanCount = value.reduce((count, one) => count + Number(Number.isNaN(one)), 0);
    const infinityCount = value.reduce(
      (count, one) => count + Number(Math.abs(one) === Number.POSITIVE_INFINITY),
      0,
    );
    return { ...head, kind: 'points', count: value.length, nanCount, infinityCount, x, value };
  }
  const { x, min, max, first, last, mean, counts, nans, infinities } = line.buckets;
  const total = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one, 0);
  return {
    ...head,
    kind: 'buckets',
    count: total(counts),
    nanCount: total(nans),
    infinityCount: total(infinities),
    x,
    min,
    max,
    first,
    last,
    mean,
    counts: Uint32Array.from(counts),
    nans: Uint32Array.from(nans),
  };
}
