import type { OwnLineSettings } from '@runloom/model';
import { type Json, numberOf } from './json.ts';

type LineSmoothing = NonNullable<OwnLineSettings['smoothing']>;

const clamped = (weight: number): number => Math.min(1, Math.max(0, weight));

/** Without a type, the weight is one of the time-weighted kind, which is W&B's default. */
export function readSmoothing(type: unknown, weight: unknown): LineSmoothing | undefined {
  const value = numberOf(weight);
  switch (type) {
    case 'none':
      return { kind: 'none' };
    case 'exponential':
      return { kind: 'ema', weight: clamped(value ?? 0) };
    case 'gaussian':
      return { kind: 'gaussian', sigma: Math.max(0, value ?? 0) };
    case 'average':
      return value !== undefined && value >= 1
        ? { kind: 'average', points: Math.min(1_000_000, value) }
        : { kind: 'none' };
    case 'exponentialTimeWeighted':
      return { kind: 'twema', weight: clamped(value ?? 0) };
    default:
      return value === undefined ? undefined : { kind: 'twema', weight: clamped(value) };
  }
}

export function writeSmoothing(smoothing: LineSmoothing | undefined): Json {
  switch (smoothing?.kind) {
    case undefined:
      return {};
    case 'none':
      return { smoothingType: 'none', smoothingWeight: 0 };
    case 'ema':
      return { smoothingType: 'exponential', smoothingWeight: smoothing.weight };
    case 'gaussian':
      return { smoothingType: 'gaussian', smoothingWeight: smoothing.sigma };
    case 'average':
      return { smoothingType: 'average', smoothingWeight: smoothing.points };
    case 'twema':
      return { smoothingType: 'exponentialTimeWeighted', smoothingWeight: smoothing.weight };
  }
}
