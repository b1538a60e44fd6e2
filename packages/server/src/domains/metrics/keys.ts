import { type ExactJson, parseExactJson, toApiJson } from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { type StoredKey, selectHistoryKeys } from './key-store.ts';
import { type Scope, scopeOfRun } from './scope.ts';
import { countRows, selectLastStep, selectRowsAt, selectTimestamp } from './store.ts';
import type { HistoryKey, HistoryKeys } from './types.ts';

/** What is known of each key of the rows in view. */
export async function describeKeys(columns: ColumnStore, scope: Scope): Promise<HistoryKeys> {
  const [stored, rowCount, lastStep] = await Promise.all([
    selectHistoryKeys(columns, scope),
    countRows(columns, scope),
    selectLastStep(columns, scope),
  ]);
  if (lastStep === null) return { lastStep: -1, keys: [] };
  const steps = new Set<bigint>();
  for (const key of stored) if (key.lastNumber === null) steps.add(key.lastStep);
  const [time, rows] = await Promise.all([
    selectTimestamp(columns, scope, lastStep),
    selectRowsAt(columns, scope, [...steps]).then(parseRows),
  ]);
  const keys: HistoryKey[] = stored.map((key) => describeKey(key, rows));
  const position = { type: 'number', count: rowCount, monotonic: true, firstNumber: null } as const;
  keys.push({ key: '_step', ...position, lastValue: Number(lastStep) });
  if (time !== undefined) {
    keys.push({ key: '_timestamp', ...position, lastValue: toApiJson(time) });
  }
  return { lastStep: Number(lastStep), keys };
}

function describeKey(stored: StoredKey, rows: Map<bigint, Map<string, ExactJson>>): HistoryKey {
  const { key, type, count, monotonic, firstNumber, lastNumber } = stored;
  if (lastNumber !== null) {
    return { key, type, count, monotonic, firstNumber, lastValue: lastNumber };
  }
  const row = rows.get(stored.lastStep);
  const value = row === undefined ? undefined : valueAt(row, key);
  const lastValue = value === undefined ? null : toApiJson(value);
  return { key, type, count, monotonic, firstNumber, lastValue };
}

/** What is known of all rows, from what is known of the first ones and of those after them. */
export function joinKeys(before: HistoryKeys, after: HistoryKeys): HistoryKeys {
  if (after.keys.length === 0) return before;
  const joined = [...before.keys];
  // A map for each type, so that no text is made of a key and its type for a hundred thousand of them.
  const places = new Map<string, Map<string, number>>();
  const placesOf = (type: string): Map<string, number> => {
    const known = places.get(type) ?? new Map<string, number>();
    places.set(type, known);
    return known;
  };
  for (const [at, { key, type }] of joined.entries()) placesOf(type).set(key, at);
  for (const key of after.keys) {
    const at = placesOf(key.type).get(key.key);
    const known = at === undefined ? undefined : joined[at];
    if (at === undefined || known === undefined) joined.push(key);
    else joined[at] = joinKey(known, key);
  }
  return { lastStep: after.lastStep, keys: joined };
}

function joinKey(before: HistoryKey, after: HistoryKey): HistoryKey {
  const rises =
    after.firstNumber === null ||
    (typeof before.lastValue === 'number' && after.firstNumber >= before.lastValue);
  return {
    ...after,
    count: before.count + after.count,
    monotonic: before.monotonic && after.monotonic && rises,
    firstNumber: before.firstNumber,
  };
}

function parseRows(
  texts: readonly { readonly step: bigint; readonly text: string }[],
): Map<bigint, Map<string, ExactJson>> {
  const rows = new Map<bigint, Map<string, ExactJson>>();
  for (const { step, text } of texts) {
    const row = parseExactJson(text);
    if (row instanceof Map) rows.set(step, row);
  }
  return rows;
}

/** Value of a dotted key: a literal key wins over a nested one, at every level. */
export function valueAt(row: Map<string, ExactJson>, key: string): ExactJson | undefined {
  const literal = row.get(key);
  if (literal !== undefined) return literal;
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const member = row.get(key.slice(0, dot));
    if (!(member instanceof Map)) continue;
    const value = valueAt(member, key.slice(dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * The last value of each member that rows of the history have, as a client that reads them from the
 * start would have it in its summary.
 */
export async function lastValues(columns: ColumnStore, run: Run): Promise<Map<string, ExactJson>> {
  const scope = scopeOfRun(run, 'history');
  const stored = await selectHistoryKeys(columns, scope);
  const steps = new Set(stored.map((key) => key.lastStep));
  const rows = parseRows(await selectRowsAt(columns, scope, [...steps]));
  const values = new Map<string, ExactJson>();
  for (const [, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) merge(values, row);
  return values;
}

function merge(into: Map<string, ExactJson>, from: Map<string, ExactJson>): void {
  for (const [key, value] of from) {
    const known = into.get(key);
    if (known instanceof Map && value instanceof Map && !value.has('_type')) {
      const merged = new Map(known);
      merge(merged, value);
      into.set(key, merged);
    } else into.set(key, value);
  }
}
