import type { MetricDefinition, RunFieldView, RunRowView, RunsPart } from '@runloom/model';
import { useMemo } from 'react';
import { runLabel } from '../../../../components/run-label.ts';
import { useRunFields, useRunRows } from '../../../../data/run-table.ts';
import type { ShownRun } from '../../../../panels/board/board-context.ts';
import { isRunShown } from '../../view/runs-view.ts';
import {
  type Column,
  defaultColumns,
  requestColumns,
  requestOrder,
  toColumns,
} from '../columns/columns.ts';
import { groupField, type ListFilter, listFilter, requestFilter } from '../filter/list-filter.ts';
import { colourOf, groupColourOf } from './colours.ts';
import { groupPath } from './segments.ts';
import { useStable } from './use-stable.ts';

/** Runs whose charts are drawn; how many of them a chart has lines of is its own setting. */
export const MOST_DRAWN = 1_000;

export interface RunList {
  readonly entity: string;
  readonly project: string;
  readonly view: RunsPart;
  readonly filter: ListFilter;
  /** The filter as requests have it. */
  readonly request: Readonly<Record<string, unknown>> | undefined;
  readonly order: readonly string[];
  readonly columns: readonly Column[];
  /** Runs that the filter means; undefined until it is known. */
  readonly foundCount: number | undefined;
  /** Runs of the project. */
  readonly totalCount: number;
  /** Runs whose lines are drawn; the same list until one of them changes its name, colour or place. */
  readonly drawn: readonly ShownRun[];
  /** Names of the base's runs that are not drawn: hidden ones. */
  readonly hidden: readonly string[];
  /** Rows of those that are drawn. */
  readonly drawnRows: readonly RunRowView[];
  /** There are more runs to draw than can be. */
  readonly isCut: boolean;
  readonly isPending: boolean;
  /** Why the filter or the order was refused by the server. */
  readonly error: Error | null;
  readonly retry: () => void;
  /** Whether a run of the list is drawn. @param index its place in the list, outside of groups */
  readonly isShown: (run: RunRowView, paths: readonly string[]) => boolean;
  /** @param paths of the groups that it is in, outermost first */
  readonly colourOf: (run: RunRowView, paths?: readonly string[]) => string;
}

const NO_FIELDS: readonly RunFieldView[] = [];
const NO_DEFINITIONS: readonly MetricDefinition[] = [];

/** The runs of a project as the view lists and draws them. Asks for no more rows than are drawn. */
export function useRunList(entity: string, project: string, view: RunsPart): RunList {
  const filter = useMemo(
    () => listFilter({ search: view.search, isExpression: view.isExpression, filter: view.filter }),
    [view.search, view.isExpression, view.filter],
  );
  const request = useMemo(() => requestFilter(filter.filter), [filter]);
  // Which value of a metric is the best is said by the scripts, or by its name.
  const asksForBest = view.sort.some(({ statistic }) => statistic === 'best');
  const said = useRunRows(entity, project, { limit: 1, withMetrics: true }, asksForBest);
  const saidDefinitions = useStable(said.data?.rows[0]?.metrics?.definitions ?? NO_DEFINITIONS);
  const order = useMemo(
    () => requestOrder(view.sort, saidDefinitions),
    [view.sort, saidDefinitions],
  );
  const isWide = view.layout === 'wide';
  const fieldList =
    useRunFields(entity, project, { limit: 500 }, isWide || view.columns !== null).data?.fields ??
    NO_FIELDS;
  const specs = useMemo(
    () => view.columns ?? defaultColumns(isWide, fieldList),
    [view.columns, isWide, fieldList],
  );
  const columns = useMemo(
    () => toColumns(specs, new Map(fieldList.map((field) => [field.field, field]))),
    [specs, fieldList],
  );

  // What decides of eyes and colours is asked for with the runs that are drawn.
  const extra = useMemo(
    () => [
      ...view.groupBy.map(groupField),
      ...(view.colours.byField === null ? [] : [view.colours.byField]),
    ],
    [view.groupBy, view.colours.byField],
  );
  const shared = { columns: extra.map((field) => ({ field })), withMetrics: true };
  const baseCount = view.base === 'none' ? 1 : view.base === 'all' ? MOST_DRAWN : view.firstCount;
  const base = useRunRows(entity, project, {
    ...shared,
    ...(request === undefined ? {} : { filter: request }),
    order: [...order],
    limit: Math.min(MOST_DRAWN, baseCount + view.hidden.length),
  });
  const chosenNames = view.shown.filter((name) => !name.startsWith('group:')).slice(0, MOST_DRAWN);
  const chosen = useRunRows(
    entity,
    project,
    { ...shared, runs: chosenNames },
    chosenNames.length > 0,
  );
  const all = useRunRows(entity, project, { limit: 1 }, request !== undefined);

  const rowsOfBase = base.data?.rows;
  const rowsChosen = chosenNames.length > 0 ? chosen.data?.rows : undefined;
  const { groupBy, base: baseKind, firstCount, shown, hidden, colours } = view;
  const drawnRows = useMemo(() => {
    const inBase = baseKind === 'none' ? [] : (rowsOfBase ?? []);
    const first = baseKind === 'first' ? inBase.slice(0, firstCount) : inBase;
    const isOn = (row: RunRowView, isInBase: boolean) => {
      const paths = groupPaths(groupBy, row);
      return (
        [row.name, ...paths].every((name) => !hidden.includes(name)) &&
        (isInBase || [row.name, ...paths].some((name) => shown.includes(name)))
      );
    };
    const kept = first.filter((row) => isOn(row, true));
    const names = new Set(kept.map(({ name }) => name));
    const others = [...(rowsChosen ?? []), ...(rowsOfBase ?? [])].filter((row) => {
      if (names.has(row.name) || !isOn(row, false)) return false;
      names.add(row.name);
      return true;
    });
    return [...kept, ...others].slice(0, MOST_DRAWN);
  }, [rowsOfBase, rowsChosen, groupBy, baseKind, firstCount, shown, hidden]);

  const colourField = extra.length - 1;
  const drawn = useStable(
    drawnRows.map((row) => {
      const paths = groupPaths(groupBy, row);
      const colour = colourOf(row, colours, row.values[colourField], paths);
      return toShownRun(row, colour, groupColourOf(paths, colours));
    }),
  );
  const hiddenNames = useMemo(() => {
    const inBase = baseKind === 'none' ? [] : (rowsOfBase ?? []);
    const first = baseKind === 'first' ? inBase.slice(0, firstCount) : inBase;
    const names = new Set(drawnRows.map(({ name }) => name));
    return first.flatMap(({ name }) => (names.has(name) ? [] : name)).sort();
  }, [baseKind, rowsOfBase, firstCount, drawnRows]);
  const inBase = useMemo(() => {
    const rows = baseKind === 'first' ? (rowsOfBase ?? []).slice(0, firstCount) : [];
    return new Set(rows.map(({ name }) => name));
  }, [baseKind, rowsOfBase, firstCount]);
  const foundCount = base.data?.totalCount;
  const allCount = all.data?.totalCount;
  const { isPending, isPlaceholderData, error, refetch } = base;
  const isAllPending = request !== undefined && all.isPending;
  // The same object until something of it changes: what is done to charts draws no list.
  return useMemo(
    () => ({
      entity,
      project,
      view,
      filter,
      request,
      order,
      columns,
      foundCount: isPlaceholderData ? undefined : foundCount,
      totalCount: (request === undefined ? foundCount : allCount) ?? 0,
      drawn,
      hidden: hiddenNames,
      drawnRows,
      isCut: view.base === 'all' && (foundCount ?? 0) > MOST_DRAWN,
      isPending: isPending || isAllPending,
      error,
      retry: () => void refetch(),
      isShown: (run, paths) => {
        if ([run.name, ...paths].some((name) => view.hidden.includes(name))) return false;
        if (paths.some((name) => view.shown.includes(name))) return true;
        return isRunShown(view, run.name, view.base === 'all' || inBase.has(run.name));
      },
      // In the table the value is behind those of the columns.
      colourOf: (run, paths) => {
        if (view.colours.byField === null) return colourOf(run, view.colours, undefined, paths);
        const known = drawnRows.find(({ name }) => name === run.name);
        return colourOf(run, view.colours, (known ?? run).values.at(-1), paths);
      },
    }),
    [
      entity,
      project,
      view,
      filter,
      request,
      order,
      columns,
      isPlaceholderData,
      foundCount,
      allCount,
      drawn,
      hiddenNames,
      drawnRows,
      isPending,
      isAllPending,
      error,
      refetch,
      inBase,
    ],
  );
}

/** Names of the groups that a run is in, outermost first. The values of the fields come first in its row. */
function groupPaths(groupBy: readonly string[], row: RunRowView): readonly string[] {
  return groupBy.map((_, depth) =>
    groupPath(row.values.slice(0, depth + 1).map((value) => groupKey(value))),
  );
}

/** Booleans are grouped as 1 and 0, as filters have them. */
function groupKey(value: RunRowView['values'][number] | undefined) {
  if (value === undefined) return null;
  return typeof value === 'boolean' ? Number(value) : value;
}

function toShownRun(row: RunRowView, colour: string, groupColour: string | undefined): ShownRun {
  const definitions = row.metrics?.definitions ?? [];
  // What a run logs is asked only where it has x axes of its own: summaries change often.
  const hasOwnAxes = definitions.some(({ stepMetric }) => stepMetric !== null);
  return {
    name: row.name,
    label: runLabel(row),
    colour,
    ...(groupColour === undefined ? {} : { groupColour }),
    definitions,
    summaryKeys: hasOwnAxes ? (row.metrics?.summaryKeys ?? []) : [],
    media: row.metrics?.media ?? [],
    charts: row.metrics?.charts ?? [],
  };
}

/** Requests columns of the table; apart from what is drawn, so that scrolling draws no chart. */
export function tableRequest(list: Pick<RunList, 'columns' | 'order' | 'drawnRows' | 'view'>) {
  const definitions = list.drawnRows[0]?.metrics?.definitions ?? [];
  const specs = list.columns
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .map(({ spec }) => spec);
  const { byField } = list.view.colours;
  const columns = requestColumns(specs, definitions);
  return {
    // What colours go by is the last one.
    columns: byField === null ? columns : [...columns, { field: byField }],
    order: [...list.order],
  };
}
