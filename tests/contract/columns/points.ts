import { encodeNativeBlock } from '../../../packages/server/src/stores/columns/index.ts';

export const POINTS = 'history_points';
export const POINT_COLUMNS = ['run', 'key', 'step', 'value', 'ts', 'version'];

export interface Points {
  readonly run: bigint;
  readonly key?: string;
  readonly firstStep?: number;
  readonly version?: bigint;
  readonly values: ArrayLike<number>;
}

/** A block of points of one series at steps one after the other. */
export function pointsBlock(points: Points): Uint8Array {
  const { run, key = 'loss', firstStep = 0, version = 1n, values } = points;
  const steps = BigInt64Array.from({ length: values.length }, (_, index) =>
    BigInt(firstStep + index),
  );
  return encodeNativeBlock(values.length, [
    { name: 'run', type: 'UInt64', fill: run },
    { name: 'key', type: 'LowCardinality(String)', fill: key },
    { name: 'step', type: 'Int64', values: steps },
    { name: 'value', type: 'Float64', values: Float64Array.from(values) },
    { name: 'ts', type: 'Int64', fill: 0n },
    { name: 'version', type: 'UInt64', fill: version },
  ]);
}
