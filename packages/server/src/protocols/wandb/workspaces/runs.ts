import type { ColumnSpec, RunsPart, SortSpec } from '@runloom/model';
import { decodeRunAddress, encodeRunAddress } from '../graphql/global-id.ts';
import { hexColour } from './colours.ts';
import {
  accessorOfName,
  fieldOfKey,
  fieldOfName,
  keyOfField,
  nameOfAccessor,
  nameOfField,
} from './fields.ts';
import { readFilters, writeFilters } from './filters.ts';
import { compact, type Json, listOf, numberOf, recordOf, textOf, textsOf } from './json.ts';

/** Where a view belongs: runs of other projects are called by their whole address. */
export interface ViewPlace {
  readonly entityName: string;
  readonly projectName: string;
}

/** The name of a run, always there: no column of its own. */
const NAME_COLUMN = 'run:displayName';
/** Colours of groups (wandb-workspaces 0.4, `_run_color_groups.py`); our groups have none of their own. */
const GROUP_COLOURS = 'run-color-group:';

/** The list of runs from a run set and the colours beside it. */
export function readRuns(runSet: Json, colours: Json, place: ViewPlace): Partial<RunsPart> {
  const search = recordOf(runSet['search']);
  const { base, shown, hidden } = readSelections(recordOf(runSet['selections']));
  const baseline = runOf(runSet['baselineRunId'], place);
  return {
    search: (textOf(search['query']) ?? '').slice(0, 2_000),
    isExpression: search['isRegex'] === true,
    filter: readFilters(runSet['filters']),
    groupBy: listOf(runSet['grouping'])
      .flatMap((key) => fieldNames(fieldOfKey(key)))
      .slice(0, 8),
    sort: readSort(recordOf(runSet['sort'])),
    columns: readColumns(recordOf(runSet['runFeed'])),
    base,
    shown: [...shown].slice(0, 10_000),
    hidden: [...hidden].slice(0, 10_000),
    baseline,
    pinned: textsOf(runSet['pinnedRunIds'])
      .flatMap((id) => runOf(id, place) ?? [])
      .filter((name) => name !== baseline)
      .slice(0, 20),
    colours: {
      palette: 'standard',
      byField: null,
      chosen: Object.entries(colours)
        .flatMap(([name, value]): [string, string][] => {
          const colour = name.startsWith(GROUP_COLOURS) ? undefined : hexColour(value);
          return colour === undefined ? [] : [[name, colour]];
        })
        // Members of an object are in no order.
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, 10_000),
    },
  };
}

export function writeRuns(
  runs: RunsPart,
  place: ViewPlace,
): { readonly runSet: Json; readonly colours: Json } {
  const { baseline } = runs;
  const kept = runs.pinned.filter((name) => name !== baseline);
  const pinned = baseline === null ? kept : [...kept, baseline];
  return {
    runSet: compact({
      runFeed: writeColumns(runs.columns),
      enabled: true,
      name: 'Run set',
      search: compact({ query: runs.search, isRegex: runs.isExpression || undefined }),
      filters: writeFilters(runs.filter),
      grouping: runs.groupBy.flatMap((name) => {
        const field = fieldOfName(name);
        const key = field === null ? null : keyOfField(field, true);
        return key === null ? [] : [key];
      }),
      sort: { keys: writeSort(runs.sort) },
      selections: {
        root: runs.base === 'none' ? 0 : 1,
        bounds: [],
        tree: (runs.base === 'none' ? runs.shown : runs.hidden).filter(
          (name) => !name.startsWith('group:'),
        ),
      },
      expandedRowAddresses: [],
      baselineRunId: baseline === null ? undefined : runId(baseline, place),
      pinnedRunIds: pinned.length === 0 ? undefined : pinned.map((name) => runId(name, place)),
    }),
    colours: Object.fromEntries(runs.colours.chosen.filter(([name]) => !name.startsWith('value:'))),
  };
}

const fieldNames = (field: ReturnType<typeof fieldOfKey>): readonly string[] =>
  field === null ? [] : [nameOfField(field)];

/** Newest first is what the list does by itself. */
const NEWEST: SortSpec = { field: 'createdAt', isAscending: false };

function readSort(sort: Json): SortSpec[] {
  const keys = listOf(sort['keys'])
    .map(recordOf)
    .flatMap(({ key, ascending }) =>
      fieldNames(fieldOfKey(key))
        .filter((field) => field !== 'tags')
        .map((field) => ({ field, isAscending: ascending === true })),
    );
  const [only] = keys;
  const isNewest =
    keys.length === 1 && only?.field === NEWEST.field && only.isAscending === NEWEST.isAscending;
  return isNewest ? [] : keys.slice(0, 8);
}

function writeSort(sort: readonly SortSpec[]): readonly Json[] {
  return (sort.length === 0 ? [NEWEST] : sort).flatMap(({ field, isAscending }) => {
    const known = fieldOfName(field);
    const key = known === null ? null : keyOfField(known);
    return key === null ? [] : [{ key, ascending: isAscending }];
  });
}

/** With a root of 1 all runs are shown but for those in the tree; with 0 those alone. */
function readSelections(selections: Json) {
  const names = listOf(selections['tree']).flatMap((node) => {
    const children = textsOf(recordOf(node)['children']);
    return typeof node === 'string' ? [node] : children;
  });
  const isAll = numberOf(selections['root']) !== 0;
  return isAll
    ? ({ base: 'all', shown: [], hidden: names } as const)
    : ({ base: 'none', shown: names, hidden: [] } as const);
}

function readColumns(feed: Json): ColumnSpec[] | null {
  const [pinned, visible, widths] = [
    recordOf(feed['columnPinned']),
    recordOf(feed['columnVisible']),
    recordOf(feed['columnWidths']),
  ];
  const isOn = (name: string) => pinned[name] === true || visible[name] === true;
  const names = new Set([
    ...textsOf(feed['columnOrder']).filter(isOn),
    ...[...Object.keys(pinned), ...Object.keys(visible)].filter(isOn),
  ]);
  if ([...names].every((name) => name === NAME_COLUMN)) return null;
  return [...names]
    .flatMap((name): ColumnSpec[] => {
      const field = name === NAME_COLUMN ? null : nameOfAccessor(name);
      if (field === null) return [];
      const width = numberOf(widths[name]);
      return [
        {
          field,
          statistic: 'last',
          isPinned: pinned[name] === true,
          ...(width === undefined ? {} : { width: Math.min(2_000, Math.max(40, width)) }),
        },
      ];
    })
    .slice(0, 200);
}

function writeColumns(columns: readonly ColumnSpec[] | null): Json {
  const named = (columns ?? []).flatMap((column) => {
    const name = accessorOfName(column.field, false);
    return name === null ? [] : [{ name, column }];
  });
  const all = columns === null ? [] : [NAME_COLUMN, ...named.map(({ name }) => name)];
  const isPinned = named.filter(({ column }) => column.isPinned).map(({ name }) => name);
  return {
    version: 2,
    columnVisible: Object.fromEntries(all.map((name) => [name, true])),
    columnPinned: Object.fromEntries(
      (isPinned.length === 0 ? [] : [NAME_COLUMN, ...isPinned]).map((name) => [name, true]),
    ),
    columnWidths: Object.fromEntries(
      named.flatMap(({ name, column: { width } }) =>
        width === undefined ? [] : [[name, Math.round(width)]],
      ),
    ),
    columnOrder: all,
    pageSize: 10,
    onlyShowSelected: false,
  };
}

/** The name of a run of this project; null for another's. Names by themselves are told, too. */
function runOf(id: unknown, { entityName, projectName }: ViewPlace): string | null {
  const text = textOf(id);
  if (text === undefined || text === '') return null;
  const address = decodeRunAddress(text);
  if (address === null) return text;
  const isOurs = address.entityName === entityName && address.projectName === projectName;
  return isOurs ? address.runName : null;
}

const runId = (runName: string, place: ViewPlace): string =>
  encodeRunAddress({ ...place, runName });
