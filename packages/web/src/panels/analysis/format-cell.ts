import type { RunValueRef } from '@runloom/model';
import { formatValue, formatX } from '../../charts/format.ts';
import type { RunCell } from './cells.ts';
import { isMoment } from './values.ts';

/** A value in words. @param ref what it is; moments are told as such */
export function formatCell(value: RunCell, ref: RunValueRef | null): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  return ref !== null && isMoment(ref) ? formatX('wall', value / 1000) : formatValue(value);
}
