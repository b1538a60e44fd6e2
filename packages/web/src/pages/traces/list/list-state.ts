import type { CallRowsRequest } from '@runloom/model';

/** Columns that are there without being asked for. */
export const STANDARD_COLUMNS = [
  'name',
  'status',
  'inputs',
  'output',
  'started',
  'latency',
  'tokens',
  'cost',
  'user',
] as const;

/** Columns that can be chosen without naming a path. */
export const OWN_COLUMN_IDS = [
  'name',
  'status',
  'op',
  'inputs',
  'output',
  'started',
  'latency',
  'tokens',
  'cost',
  'user',
  'thread',
  'error',
  'id',
] as const;
export type OwnColumnId = (typeof OWN_COLUMN_IDS)[number];

export interface ListSort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** Everything that can be set up of the list of traces; all of it stands in the address. */
export interface ListState {
  readonly filter: string;
  readonly text: string;
  /** Every call, not only those that no other made. */
  readonly isAll: boolean;
  /** Only calls of one conversation, or made in one run. */
  readonly thread: string;
  readonly run: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly sort: ListSort | null;
  readonly columns: readonly string[];
  readonly hasPlots: boolean;
}

export const DEFAULT_LIST: ListState = {
  filter: '',
  text: '',
  isAll: false,
  thread: '',
  run: '',
  from: null,
  to: null,
  sort: null,
  columns: STANDARD_COLUMNS,
  hasPlots: true,
};

type Texts = Readonly<Record<string, string | undefined>>;

/** A time as it stands in an address, milliseconds; null for what is none. */
export function readTime(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/** Reads the members of an address; what can't be read is as in an untouched list. */
export function readListState(search: Texts): ListState {
  const { sort, columns } = search;
  return {
    filter: search['filter'] ?? '',
    text: search['q'] ?? '',
    isAll: search['calls'] === 'all',
    thread: search['thread'] ?? '',
    run: search['run'] ?? '',
    from: readTime(search['from']),
    to: readTime(search['to']),
    sort: sort
      ? { field: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'desc' : 'asc' }
      : null,
    columns: columns === undefined ? STANDARD_COLUMNS : splitList(columns),
    hasPlots: search['plots'] !== 'off',
  };
}

/** The members of an address that say it; what is as in an untouched list is left out. */
export function writeListState(state: ListState): Record<string, string> {
  const columns = joinList(state.columns);
  const members = {
    q: state.text,
    filter: state.filter,
    calls: state.isAll ? 'all' : '',
    thread: state.thread,
    run: state.run,
    from: state.from === null ? '' : new Date(state.from).toISOString(),
    to: state.to === null ? '' : new Date(state.to).toISOString(),
    sort:
      state.sort === null ? '' : `${state.sort.direction === 'desc' ? '-' : ''}${state.sort.field}`,
    columns: columns === joinList(STANDARD_COLUMNS) ? '' : columns || ',',
    plots: state.hasPlots ? '' : 'off',
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''));
}

/** What the server is asked for the list. */
export function requestOf(state: ListState): Omit<CallRowsRequest, 'skip' | 'limit'> {
  return {
    filter: state.filter,
    text: state.text,
    rootsOnly: !state.isAll,
    ...(state.thread === '' ? {} : { thread: state.thread }),
    ...(state.run === '' ? {} : { run: state.run }),
    ...(state.from === null ? {} : { from: state.from }),
    ...(state.to === null ? {} : { to: state.to }),
    sort: state.sort === null ? [] : [state.sort],
    columns: pathColumns(state.columns),
  };
}

/** Columns that show what stands at a path. */
export function pathColumns(columns: readonly string[]): string[] {
  return columns.filter((column) => !OWN_COLUMNS.has(column));
}

const OWN_COLUMNS: ReadonlySet<string> = new Set(OWN_COLUMN_IDS);

/** Commas stand between members; those within a member have a backslash in front. */
function joinList(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/[\\,]/g, '\\$&')).join(',');
}

function splitList(text: string): string[] {
  return (text.match(/(?:\\.|[^,\\])+/g) ?? []).map((part) => part.replace(/\\(.)/g, '$1'));
}
