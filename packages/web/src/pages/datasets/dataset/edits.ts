import { type DatasetEdit, objectText } from '@runloom/model';

/** The text of one JSON value. */
type JsonText = string;

/** A row that is to be put before a row of the base, at its end for the count of rows. */
export interface InsertedRow {
  readonly id: number;
  readonly before: number;
  readonly cells: ReadonlyMap<string, JsonText>;
}

export type ColumnEdit =
  | { readonly kind: 'add'; readonly name: string; readonly value: JsonText }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string };

/** What is changed and not published yet. Cells are told by the columns of the base. */
export interface Edits {
  readonly cells: ReadonlyMap<number, ReadonlyMap<string, JsonText>>;
  readonly removed: ReadonlySet<number>;
  /** By their places. */
  readonly inserted: readonly InsertedRow[];
  readonly columns: readonly ColumnEdit[];
}

export interface EditHistory {
  readonly past: readonly Edits[];
  readonly now: Edits;
  readonly future: readonly Edits[];
  readonly nextId: number;
}

/** A row as it is shown: one of the base, or one that was put in. */
export type ShownRow =
  | { readonly kind: 'base'; readonly index: number }
  | { readonly kind: 'inserted'; readonly at: number };

export type EditAction =
  | {
      readonly kind: 'set cells';
      readonly cells: readonly {
        readonly row: ShownRow;
        readonly column: string;
        readonly json: JsonText;
      }[];
      /** Rows that come behind the last one. */
      readonly more?: readonly ReadonlyMap<string, JsonText>[];
      readonly rowCount: number;
    }
  /** Before the row that is shown at this place. */
  | {
      readonly kind: 'insert row';
      readonly place: number;
      readonly cells?: ReadonlyMap<string, JsonText>;
    }
  | { readonly kind: 'toggle row'; readonly row: ShownRow }
  | { readonly kind: 'change column'; readonly change: ColumnEdit }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'clear' };

const NOTHING: Edits = { cells: new Map(), removed: new Set(), inserted: [], columns: [] };

export const NO_EDITS: EditHistory = { past: [], now: NOTHING, future: [], nextId: 0 };

const MOST_STEPS = 200;

export function reduceEdits(history: EditHistory, action: EditAction): EditHistory {
  const { past, now, future } = history;
  if (action.kind === 'undo') {
    const last = past.at(-1);
    if (last === undefined) return history;
    return { ...history, past: past.slice(0, -1), now: last, future: [now, ...future] };
  }
  if (action.kind === 'redo') {
    const [next, ...rest] = future;
    if (next === undefined) return history;
    return { ...history, past: [...past, now], now: next, future: rest };
  }
  if (action.kind === 'clear') return { ...NO_EDITS, nextId: history.nextId };
  const next = applyEdit(now, action, history.nextId);
  if (next === now) return history;
  return {
    past: [...past, now].slice(-MOST_STEPS),
    now: next,
    future: [],
    nextId: history.nextId + 1 + (action.kind === 'set cells' ? (action.more?.length ?? 0) : 0),
  };
}

function applyEdit(
  edits: Edits,
  action: Exclude<EditAction, { kind: 'undo' | 'redo' | 'clear' }>,
  nextId: number,
): Edits {
  switch (action.kind) {
    case 'set cells': {
      const cells = new Map(edits.cells);
      const inserted = [...edits.inserted];
      for (const { row, column, json } of action.cells) {
        if (row.kind === 'base') {
          cells.set(row.index, new Map(cells.get(row.index)).set(column, json));
          continue;
        }
        const old = inserted[row.at];
        if (old !== undefined) {
          inserted[row.at] = { ...old, cells: new Map(old.cells).set(column, json) };
        }
      }
      for (const [index, more] of (action.more ?? []).entries()) {
        inserted.push({ id: nextId + index, before: action.rowCount, cells: more });
      }
      return { ...edits, cells, inserted };
    }
    case 'insert row': {
      const at = insertedBefore(edits, action.place);
      const row = {
        id: nextId,
        before: action.place - at,
        cells: action.cells ?? new Map<string, JsonText>(),
      };
      return { ...edits, inserted: edits.inserted.toSpliced(at, 0, row) };
    }
    case 'toggle row': {
      const { row } = action;
      if (row.kind === 'inserted') {
        return { ...edits, inserted: edits.inserted.toSpliced(row.at, 1) };
      }
      const removed = new Set(edits.removed);
      if (!removed.delete(row.index)) removed.add(row.index);
      return { ...edits, removed };
    }
    case 'change column':
      return { ...edits, columns: withColumn(edits.columns, action.change) };
  }
}

/** A column has one change at most: one that was added and removed again has none. */
function withColumn(changes: readonly ColumnEdit[], change: ColumnEdit): readonly ColumnEdit[] {
  const others = changes.filter(({ name }) => name !== change.name);
  const wasAdded = changes.some(({ kind, name }) => kind === 'add' && name === change.name);
  if (change.kind === 'remove' && wasAdded) return others;
  if (change.kind === 'rename' && change.to === change.name) return others;
  return [...others, change];
}

/** How many of the rows that were put in are shown above a place. */
function insertedBefore({ inserted }: Edits, place: number): number {
  let [low, high] = [0, inserted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inserted[middle]?.before ?? 0) + middle < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row that is shown at a place, removed ones included. */
export function rowAt(edits: Edits, place: number): ShownRow {
  const at = insertedBefore(edits, place);
  const next = edits.inserted[at];
  if (next !== undefined && next.before + at === place) return { kind: 'inserted', at };
  return { kind: 'base', index: place - at };
}

/** A column as it is shown: what it was in the base, and what it is called now. */
export interface ShownColumn {
  readonly source: string;
  readonly name: string;
  readonly isNew: boolean;
}

export function shownColumns(base: readonly string[], edits: Edits): readonly ShownColumn[] {
  const known = new Set(base);
  for (const { cells } of edits.inserted) for (const column of cells.keys()) known.add(column);
  const added = edits.columns.flatMap((change) => (change.kind === 'add' ? [change.name] : []));
  for (const name of added) known.delete(name);
  const changes = new Map(edits.columns.map((change) => [change.name, change]));
  return [
    ...[...known].flatMap((source): ShownColumn[] => {
      const change = changes.get(source);
      if (change?.kind === 'remove') return [];
      return [{ source, name: change?.kind === 'rename' ? change.to : source, isNew: false }];
    }),
    ...added.map((name) => ({ source: name, name, isNew: true })),
  ];
}

/** How much is changed, in words; null when nothing is. */
export function describeEdits(edits: Edits): string | null {
  const cells = [...edits.cells].reduce(
    (sum, [index, set]) => sum + (edits.removed.has(index) ? 0 : set.size),
    0,
  );
  const parts = [
    plural(cells, 'cell', 'changed'),
    plural(edits.inserted.length, 'row', 'added'),
    plural(edits.removed.size, 'row', 'removed'),
    plural(edits.columns.length, 'column', 'changed'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

const plural = (count: number, noun: string, verb: string): string | null =>
  count === 0 ? null : `${count} ${noun}${count === 1 ? '' : 's'} ${verb}`;

/** As the server takes it. */
export function toDatasetEdit(edits: Edits, base: string, latest: string): DatasetEdit {
  const byPlace = Map.groupBy(edits.inserted, ({ before }) => before);
  return {
    base,
    latest,
    cells: [...edits.cells].flatMap(([index, set]) =>
      edits.removed.has(index) || set.size === 0 ? [] : [{ index, set: Object.fromEntries(set) }],
    ),
    removed: [...edits.removed],
    inserted: [...byPlace].map(([before, rows]) => ({
      before,
      rows: rows.map(({ cells }) => objectText(cells)),
    })),
    columns: [...edits.columns],
  };
}
