import { encodeKey } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../stores/columns/types.ts';
import { RowBinaryReader } from './row-binary.ts';
import { pointsOfRuns } from './scope.ts';
import type { Source } from './series-source.ts';
import type { SeriesRequest } from './types.ts';

/** An axis of real numbers is counted in so many parts of its span. */
export const PARTS_OF_AXIS = 2n ** 50n;

/**
 * Points against the values of another key of the same rows: rows that have both, and a finite place
 * on the axis. Null when there are none.
 */
export async function ownAxisSource(
  columns: ColumnStore,
  request: SeriesRequest,
  axis: string,
): Promise<Source | null> {
  const values = pointsOf(request, 'key IN {keys:Array(String)}');
  const places = pointsOf(request, 'key = {axis:String}');
  const params: Record<string, BoundValue> = {
    ...values.params,
    runs: request.runs.map((run) => run.id),
    keys: request.keys.map(encodeKey),
    axis: encodeKey(axis),
  };
  const from = `(SELECT point.run AS run, point.key AS key, point.step AS step,
      point.value AS value, place.value AS place
    FROM ${values.from} AS point
    INNER JOIN (SELECT run, source, step, value FROM ${places.from} WHERE isFinite(value)) AS place
    ON point.run = place.run AND point.source = place.source AND point.step = place.step)`;
  const span = request.range ?? (await readEnds(columns, from, params));
  if (span === null) return null;
  // Halved, so that the widest span is still a number.
  const width = span.max / 2 - span.min / 2;
  return {
    from,
    where: request.range === null ? '1' : 'place BETWEEN {from:Float64} AND {to:Float64}',
    run: 'run',
    key: 'key',
    x: 'toInt64(round((place / 2 - {from:Float64} / 2) * {scale:Float64}))',
    place: 'place',
    toUnits: (place) => place,
    params: {
      ...params,
      from: span.min,
      to: span.max,
      scale: width > 0 ? Number(PARTS_OF_AXIS) / width : 0,
    },
  };
}

function pointsOf(request: SeriesRequest, ofKeys: string) {
  if (request.runs.some((run) => run.lineage !== null)) return pointsOfRuns(request.runs, ofKeys);
  const merge = request.runs.some((run) => run.hasRewrites);
  return {
    from: `(SELECT run, run AS source, key, step, value FROM history_points${merge ? ' FINAL' : ''}
      WHERE run IN {runs:Array(UInt64)} AND ${ofKeys}${merge ? ' AND gone = 0' : ''})`,
    params: {},
  };
}

async function readEnds(
  columns: ColumnStore,
  from: string,
  params: Readonly<Record<string, BoundValue>>,
): Promise<{ min: number; max: number } | null> {
  const reader = new RowBinaryReader(
    await columns.queryBytes(
      { sql: `SELECT count(), min(place), max(place) FROM ${from}`, params },
      'RowBinary',
    ),
  );
  if (reader.uint64() === 0n) return null;
  return { min: reader.float64(), max: reader.float64() };
}
