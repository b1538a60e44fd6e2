import { type CallField, parseCallField } from '@runloom/model';
import type { CallValues } from './call-values.ts';
import { exists, numberOf, type SqlValue, textOf } from './expression-sql.ts';
import { LATENCY, NO_LATENCY } from './made-columns.ts';
import type { OrderKey } from './source.ts';
import type { CallSort } from './types.ts';

/**
 * The keys of an order: numbers before texts, what is missing last in both directions, ties by start
 * and id, so that the order is total.
 */
export function orderKeys(values: CallValues, sort: readonly CallSort[]): OrderKey[] {
  const keys: OrderKey[] = [];
  const known = new Set<string>();
  const add = (key: OrderKey): void => {
    if (!known.has(key.sql)) keys.push(key);
    known.add(key.sql);
  };
  for (const { field, direction } of sort) {
    for (const key of fieldKeys(values, parseCallField(field), direction === 'desc')) add(key);
  }
  const descending = sort[0]?.field === 'started_at' && sort[0].direction === 'desc';
  add({ sql: 'started_at', descending });
  add({ sql: 'id', descending });
  return keys;
}

function fieldKeys(values: CallValues, field: CallField, descending: boolean): OrderKey[] {
  if (field.kind === 'time' && field.name === 'started_at') {
    return [{ sql: 'started_at', descending }];
  }
  if (field.kind === 'text' && field.name === 'id') return [{ sql: 'id', descending }];
  const value = values.read(field);
  if (value.kind === 'json') {
    const number = numberOf(value);
    const kind = `multiIf(NOT ${exists(value)}, 2, isNotNull(${number}), 0, 1)`;
    return [
      { sql: kind, descending: false },
      { sql: `ifNull(${number}, 0)`, descending },
      { sql: textOf(value), descending },
    ];
  }
  const missing = { sql: `NOT ${exists(value)}`, descending: false };
  const sql = value.kind === 'text' ? value.sql : `ifNull(${value.sql}, 0)`;
  return [missing, { sql, descending }];
}

/** Calls that stand together in an order, with what they alone are sorted by. */
export interface SortSection {
  readonly where: string | null;
  readonly keys: readonly OrderKey[];
}

/**
 * The same order as sections one after the other, in each of which it begins with one plain column
 * where there is such a one: the engine then passes over what can't come to the front before it reads
 * anything else of it.
 * @param order what `orderKeys` made of the same
 */
export function sortSections(
  values: CallValues,
  sort: readonly CallSort[],
  order: readonly OrderKey[],
): SortSection[] {
  const [first] = sort;
  const whole: SortSection[] = [{ where: null, keys: order }];
  if (first === undefined) return whole;
  const field = parseCallField(first.field);
  const descending = first.direction === 'desc';
  const rest = order.slice(fieldKeys(values, field, descending).length);
  if (field.kind === 'number' && field.name === 'latency_ms') {
    const latency = values.make(LATENCY);
    return [
      { where: `${latency} != ${NO_LATENCY}`, keys: [{ sql: latency, descending }, ...rest] },
      { where: `${latency} = ${NO_LATENCY}`, keys: rest },
    ];
  }
  const value: SqlValue | null = field.kind === 'json' ? values.read(field) : null;
  if (!value?.stored) return whole;
  const { number, text } = value.stored;
  const byText = { sql: textOf(value), descending };
  return [
    { where: `isFinite(${number})`, keys: [{ sql: number, descending }, byText, ...rest] },
    { where: `isNaN(${number})`, keys: [{ sql: text, descending }, ...rest] },
    { where: `isInfinite(${number})`, keys: rest },
  ];
}

/** The order by start and id alone, in which pages go on from where the last one ended; null for any other. */
export function orderByStart(keys: readonly OrderKey[]): 'asc' | 'desc' | null {
  const [start, id] = keys;
  const isPlain =
    keys.length === 2 && start?.sql === 'started_at' && start.descending === id?.descending;
  if (!isPlain) return null;
  return start.descending ? 'desc' : 'asc';
}
