import { type ExactJson, parseExactJson, toApiJson } from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { isAtRest, isUnchanged } from './at-rest.ts';
import { type StoredKey, selectHistoryKeys } from './key-store.ts';
import { type Scope, scopeOfRun } from './scope.ts';
import { countRows, selectLastStep, selectRowsAt, selectTimestamp } from './store.ts';
import type { HistoryKey, HistoryKeys } from './types.ts';

/** Answers kept, for runs that no longer change. */
const REMEMBERED_RUNS = 64;
const REMEMBERED_KEYS = 200_000;

interface Remembered {
  readonly run: Run;
  readonly keys: HistoryKeys;
}

/** What is known of each key of a history. Answers about runs at rest are remembered. */
export function createKeyReader(
  columns: ColumnStore,
  clock: () => number,
): (run: Run) => Promise<HistoryKeys> {
  const remembered = new Map<number, Remembered>();

  function remember(run: Run, keys: HistoryKeys): void {
    if (!isAtRest(run, clock()) || keys.keys.length > REMEMBERED_KEYS) return;
    remembered.set(run.id, { run, keys });
    let total = 0;
    for (const { keys: known } of remembered.values()) total += known.keys.length;
    for (const [oldest, { keys: known }] of remembered) {
      if (remembered.size <= REMEMBERED_RUNS && total <= REMEMBERED_KEYS) break;
      remembered.delete(oldest);
      total -= known.keys.length;
    }
  }

  return async (run) => {
    const known = remembered.get(run.id);
    remembered.delete(run.id);
    if (known !== undefined && isUnchanged(known.run, run)) {
      remembered.set(run.id, known);
      return known.keys;
    }
    const keys = await describeKeys(columns, scopeOfRun(run, 'history'));
    remember(run, keys);
    return keys;
  };
}

async function describeKeys(columns: ColumnStore, scope: Scope): Promise<HistoryKeys> {
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
  const position = { type: 'number', count: rowCount, monotonic: true } as const;
  keys.push({ key: '_step', ...position, lastValue: Number(lastStep) });
  if (time !== undefined) {
    keys.push({ key: '_timestamp', ...position, lastValue: toApiJson(time) });
  }
  return { lastStep: Number(lastStep), keys };
}

function describeKey(stored: StoredKey, rows: Map<bigint, Map<string, ExactJson>>): HistoryKey {
  const { key, type, count, monotonic } = stored;
  if (stored.lastNumber !== null) {
    return { key, type, count, monotonic, lastValue: stored.lastNumber };
  }
  const row = rows.get(stored.lastStep);
  const value = row === undefined ? undefined : valueAt(row, key);
  return { key, type, count, monotonic, lastValue: value === undefined ? null : toApiJson(value) };
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
