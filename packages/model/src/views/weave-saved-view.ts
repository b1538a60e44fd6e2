import { z } from 'zod';
import {
  type CallCondition,
  callConditionOf,
  callFieldIn,
  formatCallFilter,
  readCallField,
} from '../call-filter/index.ts';
import { CallQueryError, pathSegment } from '../call-query/index.ts';
import { specReader } from './spec-reader.ts';
import {
  CALL_COLUMN_IDS,
  INITIAL_TRACES_VIEW,
  MOST_CALL_COLUMNS,
  MOST_PINNED_COLUMNS,
  STANDARD_CALL_COLUMNS,
  type TracesView,
} from './traces-view.ts';

/** A `SavedView` of Weave as far as a list of traces can show it. */
export interface WeaveSavedView {
  readonly label: string;
  readonly spec: TracesView;
  /** What of it is shown otherwise, or not at all. */
  readonly notes: readonly string[];
}

const Texts = z.array(z.string()).nullish();

/** What clients write (`weave.SavedView`, 0.54); what they add in time is not looked at. */
const Wire = z.object({
  view_type: z.string(),
  label: z.string(),
  definition: z.object({
    filter: z
      .object({
        trace_roots_only: z.boolean().nullish(),
        op_names: Texts,
        input_refs: Texts,
        output_refs: Texts,
        parent_ids: Texts,
        trace_ids: Texts,
        call_ids: Texts,
        thread_ids: Texts,
        turn_ids: Texts,
        wb_run_ids: Texts,
        wb_user_ids: Texts,
      })
      .nullish(),
    query: z.unknown().optional(),
    cols: z.record(z.string(), z.boolean()).nullish(),
    columns: z
      .array(
        z.object({
          path: z.array(z.union([z.string(), z.number()])).nullish(),
          label: z.string().nullish(),
        }),
      )
      .nullish(),
    column_order: Texts,
    expand_columns: Texts,
    pin: z.object({ left: z.array(z.string()), right: z.array(z.string()) }).nullish(),
    sort_by: z.array(z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) })).nullish(),
    charts: z.array(z.unknown()).nullish(),
  }),
});
const readWire = specReader(Wire, 0);
type Definition = z.infer<typeof Wire>['definition'];

/** The type of views that lists of traces are; those of evaluations are others. */
export const WEAVE_TRACES_VIEW = 'traces';

/** What kind of view an object of the class `SavedView` is, and its name; null for what is none. */
export function readWeaveViewHead(
  value: unknown,
): { readonly type: string; readonly label: string } | null {
  const read = Wire.pick({ view_type: true, label: true }).safeParse(value);
  return read.success ? { type: read.data.view_type, label: read.data.label } : null;
}

/** @throws ViewSpecError */
export function readWeaveSavedView(value: unknown): WeaveSavedView {
  const { label, definition } = readWire(value);
  const notes: string[] = [];
  const sort = sortOf(definition, notes);
  if (definition.charts?.length) notes.push('Its own plots are not shown.');
  if (definition.expand_columns?.length) {
    notes.push('What stands behind references is not looked into.');
  }
  const columns = columnsOf(definition);
  const pinned = (definition.pin?.left ?? []).map(columnOf);
  const spec: TracesView = {
    ...INITIAL_TRACES_VIEW,
    filter: filterOf(definition, notes),
    isAll: definition.filter?.trace_roots_only !== true,
    sort,
    columns,
    pinned: columns.filter((column) => pinned.includes(column)).slice(0, MOST_PINNED_COLUMNS),
  };
  return { label, spec, notes };
}

function sortOf({ sort_by: sorts }: Definition, notes: string[]): TracesView['sort'] {
  const [first] = sorts ?? [];
  if (first === undefined) return null;
  if ((sorts?.length ?? 0) > 1) notes.push('Only the first of its sorts is done.');
  const field = readCallField(first.field);
  if (field !== null) return { field: field.name, direction: first.direction };
  notes.push(`It is not sorted by ${first.field}.`);
  return null;
}

/** Lists of the calls' filter, each with the field that it is about. */
const LISTS = [
  ['op_names', 'op'],
  ['parent_ids', 'parent'],
  ['trace_ids', 'trace'],
  ['call_ids', 'id'],
  ['thread_ids', 'thread'],
  ['turn_ids', 'turn'],
  ['wb_run_ids', 'run'],
  ['wb_user_ids', 'user'],
] as const;

function filterOf({ filter, query }: Definition, notes: string[]): string {
  const conditions: CallCondition[] = [];
  for (const [list, name] of LISTS) {
    const values = filter?.[list];
    const field = readCallField(name);
    if (values?.length && field !== null) conditions.push(callFieldIn(field, values));
  }
  if (filter?.input_refs?.length || filter?.output_refs?.length) {
    notes.push('That calls use or make certain objects is not asked for.');
  }
  try {
    const asked = callConditionOf(withoutClasses(query));
    notes.push(...asked.notes);
    if (asked.condition?.kind === 'and') conditions.push(...asked.condition.filters);
    else if (asked.condition !== null) conditions.push(asked.condition);
  } catch (error) {
    if (!(error instanceof CallQueryError)) throw error;
    notes.push(`Its query is not asked: ${error.message}`);
  }
  return formatCallFilter({ kind: 'and', filters: conditions });
}

function columnsOf({ columns, cols, column_order: order }: Definition): string[] {
  const named = (columns ?? []).flatMap(({ path }) => {
    const text = path?.map((step) => pathSegment(String(step))).join('.');
    return text ? [columnOf(text)] : [];
  });
  if (named.length > 0) return [...new Set(['name', ...named])].slice(0, MOST_CALL_COLUMNS);
  const shown = new Map(Object.entries(cols ?? {}).map(([path, isOn]) => [columnOf(path), isOn]));
  const asked = [...shown].flatMap(([column, isOn]) => (isOn && isShowable(column) ? column : []));
  const all = [...new Set([...STANDARD_CALL_COLUMNS, ...asked])].filter(
    (column) => column === 'name' || shown.get(column) !== false,
  );
  const places = new Map((order ?? []).map((path, place) => [columnOf(path), place]));
  const placeOf = (column: string) => places.get(column) ?? Number.POSITIVE_INFINITY;
  return all
    .toSorted((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)))
    .slice(0, MOST_CALL_COLUMNS);
}

const OWN: ReadonlySet<string> = new Set(CALL_COLUMN_IDS);

/** Names of columns of the clients' own pages, such as the box to tick, stand for nothing here. */
const isShowable = (column: string): boolean => OWN.has(column) || readCallField(column) !== null;

/** What our lists call a column. In the clients' lists the op is the name of the call. */
function columnOf(path: string): string {
  if (path === 'op_name' || path === 'display_name') return 'name';
  return readCallField(path)?.name ?? path;
}

/** Without what clients of Python add to every object that is one of a class: its names. */
function withoutClasses(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutClasses);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutClasses(member)]);
  const isOfClass = Object.hasOwn(value, '_class_name');
  return Object.fromEntries(members.filter(([name]) => !isOfClass || !CLASS_MEMBERS.has(name)));
}

const CLASS_MEMBERS: ReadonlySet<unknown> = new Set(['_type', '_class_name', '_bases']);
