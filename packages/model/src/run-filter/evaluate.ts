import { encodeKey } from '../key-codec.ts';
import { compareCodePoints, satisfies } from '../text-order.ts';
import {
  RUN_ATTRIBUTES,
  type RunAttribute,
  type RunComparison,
  type RunField,
  type RunFilter,
  type RunFilterValue,
  type RunOrder,
  type RunSortField,
} from './types.ts';
import type { RunValue } from './values.ts';

/** A run as filters see it. Texts that are not set are empty, numbers that are not known NaN. */
export interface RunSubject {
  /** Larger for runs made later. */
  readonly id: number;
  readonly attributes: Readonly<Record<RunAttribute, string | number>>;
  readonly tags: readonly string[];
  readonly config: ReadonlyMap<string, RunValue>;
  readonly summary: ReadonlyMap<string, RunValue>;
}

/** Makes the test of a pattern: whether it is found in a text. @throws when the pattern is wrong */
export type CompilePattern = (pattern: string) => (text: string) => boolean;

/**
 * Whether the filter means the run. What a filter means is said here; the queries of the stores are
 * tested against it.
 */
export function matchesRun(
  filter: RunFilter,
  run: RunSubject,
  compilePattern: CompilePattern,
): boolean {
  const holds = (inner: RunFilter): boolean => matchesRun(inner, run, compilePattern);
  switch (filter.kind) {
    case 'and':
      return filter.filters.every(holds);
    case 'or':
      return filter.filters.some(holds);
    case 'not':
      return !holds(filter.filter);
    case 'in':
      return valuesOf(run, filter.field).some((value) =>
        filter.values.some((wanted) => compareValue(value, wanted) === 0),
      );
    case 'compare':
      return valuesOf(run, filter.field).some((value) =>
        isOrdered(compareValue(value, filter.value), filter.comparison),
      );
    case 'within':
      return holds(sinceMoment(filter));
    case 'exists':
      return valuesOf(run, filter.field).some(({ kind }) => filter.orNull || kind !== 'null');
    case 'matches': {
      const found = compilePattern(filter.pattern);
      return valuesOf(run, filter.field).some(
        (value) => value.kind === 'text' && found(value.text),
      );
    }
  }
}

/** The same as a comparison, at this moment. @param now milliseconds since the epoch */
export function sinceMoment(
  { field, seconds }: Extract<RunFilter, { kind: 'within' }>,
  now = Date.now(),
): Extract<RunFilter, { kind: 'compare' }> {
  return { kind: 'compare', field, comparison: 'gte', value: now - seconds * 1000 };
}

/** Where `a` stands against `b` in a list of runs: negative when before it. */
export function compareRuns(a: RunSubject, b: RunSubject, order: RunOrder): number {
  const left = sortValue(a, order.field);
  const right = sortValue(b, order.field);
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  const sign = order.ascending ? 1 : -1;
  if (left === null || right === null) return sign * (a.id - b.id);
  return sign * (compareValue(left, plain(right)) ?? 0) || sign * (a.id - b.id);
}

type Sortable = Extract<RunValue, { kind: 'number' | 'text' }>;

/** Numbers stand before texts, and all before runs without a value that can be sorted. */
function rankOf(value: Sortable | null): number {
  if (value === null) return 2;
  return value.kind === 'number' ? 0 : 1;
}

function sortValue(run: RunSubject, field: RunSortField): Sortable | null {
  const [value] = valuesOf(run, field);
  return value?.kind === 'number' || value?.kind === 'text' ? value : null;
}

const plain = (value: Sortable): RunFilterValue =>
  value.kind === 'number' ? value.number : value.text;

function valuesOf(run: RunSubject, field: RunField): readonly RunValue[] {
  if (field.kind === 'tags') return run.tags.map((text) => ({ kind: 'text', text }));
  if (field.kind === 'attribute') {
    const value = run.attributes[field.name];
    if (typeof value === 'number') {
      return Number.isNaN(value) ? [] : [{ kind: 'number', number: value }];
    }
    const isAbsent = RUN_ATTRIBUTES[field.name] === 'text' && value === '';
    return isAbsent ? [] : [{ kind: 'text', text: value }];
  }
  const value = run[field.kind].get(field.path);
  return value === undefined ? [] : [value];
}

/** Null when the two can't be compared, being of different kinds. */
function compareValue(value: RunValue, wanted: RunFilterValue): number | null {
  if (value.kind === 'number' && typeof wanted === 'number') {
    if (value.number === wanted) return 0;
    return value.number < wanted ? -1 : 1;
  }
  if (value.kind === 'text' && typeof wanted === 'string') return compareText(value.text, wanted);
  return null;
}

const isOrdered = (order: number | null, comparison: RunComparison): boolean =>
  order !== null && satisfies(order, comparison);

/** By the stored form, in which NUL and unpaired surrogates are written out. */
const compareText = (a: string, b: string): number =>
  a === b ? 0 : compareCodePoints(encodeKey(a), encodeKey(b));
