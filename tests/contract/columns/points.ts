import { encodeNativeBlock } from '../../../packages/server/src/stores/columns/index.ts';

export const POINTS = 'history_points';
export const POINT_COLUMNS = ['run', 'key', 'step', 'bits', 'version'];

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
    // A double's own bits are a code of it (metrics/value-code.ts).
    { name: 'bits', type: 'UInt64', values: new BigUint64Array(Float64Array.from(values).buffer) },
    { name: 'version', type: 'UInt64', fill: version },
  ]);
}
