import {
  type AxisBrush,
  type ParallelAxis,
  parseRunField,
  type RunFilter,
  RunFilterError,
} from '@runloom/model';
import type { RunCell } from '../analysis/cells.ts';
import { isMoment } from '../analysis/values.ts';

/** Whether a value lies within a brush. */
export function isBrushed(brush: AxisBrush, value: RunCell): boolean {
  if ('texts' in brush) return value !== null && brush.texts.includes(String(value));
  if (typeof value !== 'number') return false;
  return value >= Math.min(brush.min, brush.max) && value <= Math.max(brush.min, brush.max);
}

/**
 * What the brushes mean as a filter of the list; null when they mean all.
 * @returns `left` counts brushes that no filter can say: of least, most and mean, and of moments
 */
export function brushFilter(axes: readonly ParallelAxis[]): {
  readonly filter: RunFilter | null;
  readonly left: number;
} {
  let left = 0;
  const filters = axes.flatMap((axis): readonly RunFilter[] => {
    if (axis.brush === null) return [];
    const found = axis.statistic === 'last' && !isMoment(axis) ? filtersOf(axis, axis.brush) : null;
    if (found === null) left += 1;
    return found ?? [];
  });
  return { left, filter: filters.length === 0 ? null : { kind: 'and', filters } };
}

function filtersOf({ field: name }: ParallelAxis, brush: AxisBrush): readonly RunFilter[] | null {
  try {
    const field = parseRunField(name);
    if ('texts' in brush) {
      // An axis of categories may hold numbers too.
      const values = brush.texts.flatMap((text) => {
        const number = Number(text);
        return text.trim() !== '' && String(number) === text ? [text, number] : [text];
      });
      return [{ kind: 'in', field, values }];
    }
    const [min, max] = [Math.min(brush.min, brush.max), Math.max(brush.min, brush.max)];
    const ends: RunFilter[] = [
      { kind: 'compare', field, comparison: 'gte', value: min },
      { kind: 'compare', field, comparison: 'lte', value: max },
    ];
    // A brush without an end reaches as far as numbers do.
    return ends.filter(
      (end) => end.kind === 'compare' && Math.abs(Number(end.value)) < Number.MAX_VALUE,
    );
  } catch (error) {
    if (error instanceof RunFilterError) return null;
    throw error;
  }
}
