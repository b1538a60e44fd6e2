import type { CellValue } from '@runloom/model';

/** A value as panels draw it: numbers may be NaN or infinite; null where the run has none. */
export type RunCell = number | string | null;

/** How JSON without numbers for them has them, which some clients write. */
const SPECIAL = new Set(['NaN', 'Infinity', '-Infinity']);

/** Truth values are 1 and 0, as filters and groups have them. */
export function toCell(value: CellValue | undefined): RunCell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'object') return Number(value.$number);
  return typeof value === 'string' && SPECIAL.has(value) ? Number(value) : value;
}
