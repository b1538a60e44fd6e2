import {
  formatFilterText,
  kindOf,
  parseFilterText,
  type RunField,
  type RunFilter,
  type RunFilterValue,
} from '@runloom/model';
import { fieldOfKey, keyOfField } from './fields.ts';
import { flagOf, type Json, listOf, recordOf, textOf } from './json.ts';

const FORMAT = 'filterV2';

/**
 * A filter of a run set as we write filters: the flat form (`filterFormat`), in which each item names
 * the word before it, or the tree of old. What we have nothing for stays as it is called there, so
 * that the list says what it can't read.
 */
export function readFilters(value: unknown): string {
  const filters = recordOf(value);
  const text =
    filters['filterFormat'] === FORMAT ? flatText(filters['filters']) : treeText(filters);
  try {
    return formatFilterText(parseFilterText(text));
  } catch {
    return text;
  }
}

/** Conditions joined by `and` bind tighter than those joined by `or`. */
function flatText(items: unknown): string {
  let text = '';
  for (const item of listOf(items).map(recordOf)) {
    const inner = Array.isArray(item['filters']) ? bracket(flatText(item['filters'])) : leaf(item);
    if (inner === '') continue;
    const word = textOf(item['connector'])?.toLowerCase() === 'or' ? 'or' : 'and';
    text = text === '' ? inner : `${text} ${word} ${inner}`;
  }
  return text;
}

function treeText(node: Json): string {
  if (recordOf(node['key'])['name'] !== undefined) return leaf(node);
  const word = node['op'] === 'OR' ? ' or ' : ' and ';
  const parts = listOf(node['filters'])
    .map((inner) => treeText(recordOf(inner)))
    .filter((text) => text !== '');
  return parts.length < 2 ? (parts[0] ?? '') : parts.map(bracket).join(word);
}

const bracket = (text: string): string => (text === '' ? '' : `(${text})`);

/** A condition that is switched off says nothing. */
function leaf(item: Json): string {
  if (flagOf(item['disabled'])) return '';
  const field = fieldOfKey(item['key']);
  const filter = field === null ? null : conditionOf(field, item['op'], item['value']);
  return filter === null ? unread(item) : formatFilterText(filter);
}

const COMPARISONS: Readonly<Record<string, 'gt' | 'gte' | 'lt' | 'lte'>> = {
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
};
const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function conditionOf(field: RunField, operator: unknown, value: unknown): RunFilter | null {
  const not = (filter: RunFilter | null): RunFilter | null =>
    filter === null ? null : filter.kind === 'not' ? filter.filter : { kind: 'not', filter };
  switch (operator) {
    case '=':
    case '==':
      return equalTo(field, [value]);
    case '!=':
      return not(equalTo(field, [value]));
    case 'IN':
      return equalTo(field, listOf(value));
    case 'NIN':
      return not(equalTo(field, listOf(value)));
    case 'WITHINSECONDS':
      return kindOf(field) === 'time' && typeof value === 'number' && value >= 0
        ? { kind: 'within', field, seconds: value }
        : null;
  }
  const comparison = typeof operator === 'string' ? COMPARISONS[operator] : undefined;
  const bound = comparison === undefined ? null : readValue(field, value);
  return comparison === undefined || bound === null
    ? null
    : { kind: 'compare', field, comparison, value: bound };
}

/** Null is what a run without the field has. */
function equalTo(field: RunField, values: readonly unknown[]): RunFilter | null {
  const known: RunFilterValue[] = [];
  for (const value of values) {
    if (value === null || value === undefined) continue;
    const own = readValue(field, value);
    if (own === null) return null;
    known.push(own);
  }
  const one: RunFilter = { kind: 'in', field, values: known };
  if (known.length === values.length) return one;
  const missing: RunFilter = { kind: 'not', filter: { kind: 'exists', field, orNull: false } };
  return known.length === 0 ? missing : { kind: 'or', filters: [missing, one] };
}

function readValue(field: RunField, value: unknown): RunFilterValue | null {
  const plain = typeof value === 'boolean' ? Number(value) : value;
  switch (kindOf(field)) {
    case 'text':
      return typeof plain === 'string' || typeof plain === 'number' ? String(plain) : null;
    case 'time': {
      if (typeof plain === 'number') return plain;
      const millis = typeof plain === 'string' ? Date.parse(withZone(plain)) : Number.NaN;
      return Number.isNaN(millis) ? null : millis;
    }
    case 'number': {
      const number = typeof plain === 'string' && plain.trim() !== '' ? Number(plain) : plain;
      return typeof number === 'number' && !Number.isNaN(number) ? number : null;
    }
    case 'value':
      return typeof plain === 'string' || typeof plain === 'number' ? plain : null;
  }
}

/** Times are in UTC unless they say otherwise. */
const withZone = (text: string): string =>
  /T[\d:.]+$/.test(text.replace(' ', 'T')) ? `${text.replace(' ', 'T')}Z` : text;

const FUNCTIONS: Readonly<Record<string, string>> = {
  config: 'Config',
  summary: 'SummaryMetric',
  keys_info: 'KeysInfo',
  run: 'Metric',
  tags: 'Tags',
};

/** As reports of W&B write it; our grammar then says what of it there is not. */
function unread(item: Json): string {
  const { section, name } = recordOf(item['key']);
  if (textOf(name) === undefined) return '';
  const call = FUNCTIONS[textOf(section) ?? 'run'] ?? 'Metric';
  const value = JSON.stringify(item['value'] ?? null);
  return `${call}(${JSON.stringify(name)}) ${textOf(item['op']) ?? '='} ${value}`;
}

/** In the flat form; undefined for a filter that the form has no words for, or that can't be read. */
export function writeFilters(text: string): Json | undefined {
  try {
    const items = writeItems(parseFilterText(text));
    return items === null ? undefined : { filterFormat: FORMAT, filters: items };
  } catch {
    return undefined;
  }
}

function writeItems(filter: RunFilter): readonly Json[] | null {
  if (filter.kind === 'or' && filter.filters.length === 0) return null;
  if (filter.kind !== 'and' && filter.kind !== 'or') {
    const item = writeLeaf(filter);
    return item === null ? null : [item];
  }
  const items: Json[] = [];
  for (const inner of filter.filters) {
    const own = writeItems(inner);
    if (own === null) return null;
    // `and` within `or` needs no group, since it binds tighter.
    const needsGroup = own.length > 1 && filter.kind === 'and' && inner.kind === 'or';
    const added = needsGroup ? [{ filters: own }] : own;
    for (const [index, item] of added.entries()) {
      const connector = items.length > 0 && index === 0 ? filter.kind.toUpperCase() : undefined;
      items.push(connector === undefined ? item : { ...item, connector });
    }
  }
  return items;
}

function writeLeaf(filter: RunFilter): Json | null {
  const isNot = filter.kind === 'not';
  const inner = isNot ? filter.filter : filter;
  if (!('field' in inner)) return null;
  const key = keyOfField(inner.field);
  if (key === null) return null;
  const leafOf = (op: string, value: unknown): Json => ({ key, op, value, disabled: false });
  switch (inner.kind) {
    case 'in': {
      const values = inner.values.map((value) => wireValue(inner.field, value));
      if (values.length === 1) return leafOf(isNot ? '!=' : '=', values[0]);
      return leafOf(isNot ? 'NIN' : 'IN', values);
    }
    case 'exists':
      return inner.orNull ? null : leafOf(isNot ? '=' : '!=', null);
    case 'compare':
      if (isNot) return null;
      return leafOf(SIGNS[inner.comparison], wireValue(inner.field, inner.value));
    case 'within':
      return isNot ? null : leafOf('WITHINSECONDS', inner.seconds);
    default:
      return null;
  }
}

const wireValue = (field: RunField, value: RunFilterValue): RunFilterValue =>
  kindOf(field) === 'time' && typeof value === 'number'
    ? new Date(value).toISOString().replace(/(?:\.000)?Z$/, '')
    : value;
