import {
  CALL_COLUMN_IDS,
  type CallRowsRequest,
  INITIAL_TRACES_VIEW,
  type TracesView,
} from '@runloom/model';

/** Everything that can be set up of the list of traces; all of it stands in the address, and can be saved. */
export type ListState = TracesView;
export type ListSort = NonNullable<TracesView['sort']>;

export const DEFAULT_LIST: ListState = INITIAL_TRACES_VIEW;

type Texts = Readonly<Record<string, string | undefined>>;

/** Members that are empty here, but not in what the state is told from. */
const WITHOUT = 'without';

/** A time as it stands in an address, milliseconds; null for what is none. */
export function readTime(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/**
 * Reads the members of an address; what they don't say, or can't be read, is as in `base`.
 * @param base an untouched list, or the saved view that the address names
 */
export function readListState(search: Texts, base: ListState = DEFAULT_LIST): ListState {
  const before = membersOf(base);
  const without = new Set(search[WITHOUT]?.split(',') ?? []);
  const textOf = (name: keyof typeof before): string =>
    search[name] ?? (without.has(name) ? '' : before[name]);
  const sort = textOf('sort');
  return {
    version: base.version,
    text: textOf('q'),
    filter: textOf('filter'),
    isAll: textOf('calls') === 'all',
    thread: textOf('thread'),
    run: textOf('run'),
    from: readTime(textOf('from')),
    to: readTime(textOf('to')),
    sort:
      sort === ''
        ? null
        : { field: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'desc' : 'asc' },
    columns: splitList(textOf('columns')),
    pinned: splitList(textOf('pins')),
    hasPlots: textOf('plots') !== 'off',
  };
}

/** The members of an address that say it; what is as in `base` is left out. */
export function writeListState(
  state: ListState,
  base: ListState = DEFAULT_LIST,
): Record<string, string> {
  const before: Texts = membersOf(base);
  const changed = Object.entries(membersOf(state)).filter(([name, text]) => text !== before[name]);
  const without = changed.filter(([, text]) => text === '').map(([name]) => name);
  return {
    ...Object.fromEntries(changed.filter(([, text]) => text !== '')),
    ...(without.length === 0 ? {} : { [WITHOUT]: without.join(',') }),
  };
}

/** All members as texts. */
const membersOf = (state: ListState) => ({
  q: state.text,
  filter: state.filter,
  calls: state.isAll ? 'all' : 'roots',
  thread: state.thread,
  run: state.run,
  from: timeText(state.from),
  to: timeText(state.to),
  sort:
    state.sort === null ? '' : `${state.sort.direction === 'desc' ? '-' : ''}${state.sort.field}`,
  columns: joinList(state.columns),
  pins: joinList(state.pinned),
  plots: state.hasPlots ? 'on' : 'off',
});

const timeText = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

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

const OWN_COLUMNS: ReadonlySet<string> = new Set(CALL_COLUMN_IDS);

/** Commas stand between members; those within a member have a backslash in front. */
function joinList(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/[\\,]/g, '\\$&')).join(',');
}

function splitList(text: string): string[] {
  return (text.match(/(?:\\.|[^,\\])+/g) ?? []).map((part) => part.replace(/\\(.)/g, '$1'));
}
