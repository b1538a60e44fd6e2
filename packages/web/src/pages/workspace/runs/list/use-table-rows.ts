import type { RunFilter, RunGroupView, RunRowView } from '@runloom/model';
import { useMemo } from 'react';
import { ROWS_PER_PAGE, useRunGroups, useRunPages } from '../../../../data/run-table.ts';
import { groupFilter, requestFilter } from '../filter/list-filter.ts';
import {
  type GroupNode,
  groupPath,
  type PlacedSegment,
  placeSegments,
  type Segment,
  segmentAt,
} from './segments.ts';
import { type RunList, tableRequest } from './use-run-list.ts';
import { useStable } from './use-stable.ts';

/** What stands in a row of the table. */
export type TableRow =
  | { readonly kind: 'group'; readonly node: GroupNode }
  | {
      readonly kind: 'run';
      readonly run: RunRowView;
      readonly paths: readonly string[];
      readonly depth: number;
    }
  /** Not read yet. */
  | { readonly kind: 'loading'; readonly key: string; readonly depth: number };

export interface TableRows {
  readonly count: number;
  readonly rowAt: (index: number) => TableRow | null;
  /** Fields whose statistics groups have, in the order of their statistics. */
  readonly groupColumns: readonly string[];
  readonly error: Error | null;
}

/** Groups listed of one level. */
const MOST_GROUPS = 500;

/**
 * The rows of the table: groups and, below the open ones, their runs; only what is in sight is read.
 * @param open paths of the groups that are open
 * @param range rows in sight
 */
export function useTableRows(
  list: RunList,
  open: ReadonlySet<string>,
  range: { readonly from: number; readonly to: number },
): TableRows {
  const { entity, project, view, filter } = list;
  const shared = useStable(tableRequest(list));
  const groupColumns = useStable(
    list.columns
      .filter(({ source, spec }) => source !== null && spec.statistic === 'last')
      .map(({ spec }) => spec.field),
  );
  const openNodes = useMemo(
    () => [[], ...[...open].flatMap((path) => keysOf(path, view.groupBy.length))],
    [open, view.groupBy.length],
  );
  const isGrouped = view.groupBy.length > 0;
  const levels = isGrouped ? openNodes.filter((keys) => keys.length < view.groupBy.length) : [];
  const requests = levels.map((keys) => ({
    by: view.groupBy[keys.length] ?? '',
    ...filterPart(filter.filter, view.groupBy, keys),
    columns: [...groupColumns],
    order: groupOrder(list, groupColumns),
    limit: MOST_GROUPS,
  }));
  const answers = useRunGroups(entity, project, requests);

  const groupsBy = new Map(
    levels.map((keys, index) => [groupPath(keys), answers[index]?.data?.groups ?? []]),
  );
  const segments = isGrouped
    ? segmentsBelow([], view.groupBy, groupsBy, open)
    : [{ kind: 'runs', path: '', keys: [], count: list.foundCount ?? 0 } as const];
  const { placed, count } = placeSegments(segments);

  const wanted = pagesInSight(placed, range);
  const pages = useRunPages(
    entity,
    project,
    shared,
    wanted.map(({ keys, skip }) => ({
      filter: filterPart(filter.filter, view.groupBy, keys).filter,
      skip,
    })),
  );
  const rowsBy = new Map(
    wanted.map(({ path, skip }, index) => [`${path} ${skip}`, pages[index]?.data?.rows]),
  );
  return {
    count,
    groupColumns,
    error: [...answers, ...pages].find(({ error }) => error !== null)?.error ?? null,
    rowAt(index) {
      const found = segmentAt(placed, index);
      if (found === undefined) return null;
      const { segment, start } = found;
      if (segment.kind === 'group') return { kind: 'group', node: segment.node };
      const depth = segment.keys.length;
      const at = index - start;
      const skip = at - (at % ROWS_PER_PAGE);
      const run = rowsBy.get(`${segment.path} ${skip}`)?.[at - skip];
      if (run === undefined) return { kind: 'loading', key: `${segment.path} ${at}`, depth };
      return { kind: 'run', run, paths: pathsOf(segment.keys), depth };
    },
  };
}

type Keys = readonly RunGroupView['key'][];

function segmentsBelow(
  keys: Keys,
  groupBy: readonly string[],
  groupsBy: ReadonlyMap<string, readonly RunGroupView[]>,
  open: ReadonlySet<string>,
): readonly Segment[] {
  const groups = groupsBy.get(groupPath(keys)) ?? [];
  return groups.flatMap((group): readonly Segment[] => {
    const own = [...keys, group.key];
    const path = groupPath(own);
    const isOpen = open.has(path);
    const head: Segment = {
      kind: 'group',
      node: { path, keys: own, group, depth: keys.length, isOpen },
    };
    if (!isOpen) return [head];
    if (own.length < groupBy.length) return [head, ...segmentsBelow(own, groupBy, groupsBy, open)];
    return [head, { kind: 'runs', path, keys: own, count: group.count }];
  });
}

function pagesInSight(
  placed: readonly PlacedSegment[],
  range: { readonly from: number; readonly to: number },
): readonly { readonly path: string; readonly keys: Keys; readonly skip: number }[] {
  return placed.flatMap(({ segment, start }) => {
    if (segment.kind === 'group') return [];
    const from = Math.max(0, range.from - start);
    const to = Math.min(segment.count - 1, range.to - start);
    if (to < from || segment.count === 0) return [];
    const pages = [];
    for (let skip = from - (from % ROWS_PER_PAGE); skip <= to; skip += ROWS_PER_PAGE) {
      pages.push({ path: segment.path, keys: segment.keys, skip });
    }
    return pages;
  });
}

function filterPart(
  filter: RunFilter,
  groupBy: readonly string[],
  keys: Keys,
): { readonly filter?: Readonly<Record<string, unknown>> } {
  const own = keys.map((key, depth) => groupFilter(groupBy[depth] ?? '', key));
  const base = filter.kind === 'and' ? filter.filters : [filter];
  const request = requestFilter({ kind: 'and', filters: [...base, ...own] });
  return request === undefined ? {} : { filter: request };
}

/** Groups stand as the list is sorted, where it is by their key or by a column that they have the mean of. */
function groupOrder({ view }: RunList, columns: readonly string[]): string {
  const [first] = view.sort;
  if (first === undefined) return 'key';
  const sign = first.isAscending ? '' : '-';
  const column = columns.indexOf(first.field);
  if (view.groupBy.includes(first.field)) return `${sign}key`;
  return column >= 0 && column < 50 ? `${sign}${column}` : 'key';
}

const pathsOf = (keys: Keys): readonly string[] =>
  keys.map((_, depth) => groupPath(keys.slice(0, depth + 1)));

/** The values that a path names; none for a path of other groups. */
function keysOf(path: string, most: number): readonly Keys[] {
  try {
    const keys: unknown = JSON.parse(path.slice('group:'.length));
    return Array.isArray(keys) && keys.length <= most ? [keys as Keys] : [];
  } catch {
    return [];
  }
}
