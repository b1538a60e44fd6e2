import {
  type FilterTextError,
  parseFilterText,
  parseRunField,
  type RunFilter,
  type RunGroupView,
  type RunsPart,
  toMongo,
} from '@runloom/model';
import {
  type ReadFilter,
  readFilterWith,
} from '../../../../components/filter-builder/read-filter.ts';
import { searchFilter } from './search-filter.ts';

/** Which runs the list holds, and what of the filter could not be read. */
export interface ListFilter {
  readonly filter: RunFilter;
  readonly problem: FilterTextError | null;
}

/** Search and filter together. A filter that can't be read finds everything: the list stands. */
export function listFilter(runs: Pick<RunsPart, 'search' | 'isExpression' | 'filter'>): ListFilter {
  const { filter, problem } = readFilter(runs.filter);
  const search = searchFilter(runs);
  const filters = [...(filter === null ? [] : [filter]), ...(search === null ? [] : [search])];
  return { filter: { kind: 'and', filters }, problem };
}

export function readFilter(text: string): ReadFilter<RunFilter> {
  if (text.trim() === '') return { filter: null, problem: null };
  return readFilterWith(parseFilterText, text);
}

/** As requests have it; undefined for all runs, so that equal requests are written alike. */
export function requestFilter(filter: RunFilter): Readonly<Record<string, unknown>> | undefined {
  const mongo = toMongo(filter);
  return Object.keys(mongo).length === 0 ? undefined : mongo;
}

type GroupKeyView = RunGroupView['key'];
/** The field whose value all runs of a group have: of tags, all of them as one text. */
export const groupField = (fieldName: string): string =>
  fieldName === 'tags' ? 'tagSet' : fieldName;

/** Runs of a group: those that have this value there. */
export function groupFilter(fieldName: string, key: GroupKeyView): RunFilter {
  const field = parseRunField(groupField(fieldName));
  if (key === null && field.kind === 'attribute') {
    return { kind: 'not', filter: { kind: 'exists', field, orNull: false } };
  }
  if (key === null) {
    const least = -Number.MAX_VALUE;
    const hasNumber: RunFilter = { kind: 'compare', field, comparison: 'gte', value: least };
    const hasText: RunFilter = { kind: 'compare', field, comparison: 'gte', value: '' };
    return { kind: 'not', filter: { kind: 'or', filters: [hasNumber, hasText] } };
  }
  const value = typeof key === 'object' ? Number(key.$number) : key;
  return { kind: 'in', field, values: [value] };
}
