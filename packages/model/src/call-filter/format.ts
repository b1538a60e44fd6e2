import { formatSpan } from '../filter-text/condition-reader.ts';
import { quote } from '../filter-text/format.ts';
import type { CallCondition, CallFilterField, CallFilterValue } from './types.ts';

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** The filter as `parseCallFilter` reads it; an empty text for all calls. */
export function formatCallFilter(filter: CallCondition): string {
  if (filter.kind === 'and' && filter.filters.length === 0) return '';
  return format(filter, 'nothing');
}

/** @param around what binds more loosely needs brackets */
function format(filter: CallCondition, around: 'or' | 'and' | 'not' | 'nothing'): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [only] = filter.filters;
      if (only === undefined) return filter.kind === 'and' ? 'id is set' : 'id is not set';
      if (filter.filters.length === 1) return format(only, around);
      const text = filter.filters
        .map((inner) => format(inner, filter.kind))
        .join(` ${filter.kind} `);
      const isLoose = around === 'not' || (around === 'and' && filter.kind === 'or');
      return isLoose || around === filter.kind ? `(${text})` : text;
    }
    case 'not': {
      const inner = filter.filter;
      if (inner.kind === 'in') return formatIn(inner.field, inner.values, true);
      if (inner.kind === 'exists') return `${formatCallField(inner.field)} is not set`;
      if (inner.kind === 'contains') {
        return `${formatCallField(inner.field)} not contains ${quote(inner.text)}`;
      }
      return `not ${format(inner, 'not')}`;
    }
    case 'in':
      return formatIn(filter.field, filter.values, false);
    case 'compare':
      return `${formatCallField(filter.field)} ${SIGNS[filter.comparison]} ${formatCallValue(filter.field, filter.value)}`;
    case 'within':
      return `${formatCallField(filter.field)} within_last ${formatSpan(filter.seconds)}`;
    case 'contains':
      return `${formatCallField(filter.field)} contains ${quote(filter.text)}`;
    case 'exists':
      return `${formatCallField(filter.field)} is set`;
  }
}

function formatIn(
  field: CallFilterField,
  values: readonly CallFilterValue[],
  isNot: boolean,
): string {
  const [only] = values;
  const texts = values.map((value) => formatCallValue(field, value));
  if (values.length === 1 && only !== undefined) {
    return `${formatCallField(field)} ${isNot ? '!=' : '='} ${texts[0]}`;
  }
  return `${formatCallField(field)} ${isNot ? 'not in' : 'in'} [${texts.join(', ')}]`;
}

const PLAIN = /^[\p{L}_$][\p{L}\p{N}_$./:@-]*$/u;

/** How a text calls a field. */
function formatCallField({ name }: CallFilterField): string {
  return PLAIN.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

function formatCallValue({ kind }: CallFilterField, value: CallFilterValue): string {
  if (typeof value === 'string') return quote(value);
  if (kind === 'time' && typeof value === 'number') {
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? String(value) : quote(date.toISOString());
  }
  if (kind !== 'duration' || typeof value !== 'number') return String(value);
  // Only where the same number comes back.
  const seconds = value / 1_000;
  return value >= 1_000 && seconds * 1_000 === value ? `${seconds} s` : `${value} ms`;
}
