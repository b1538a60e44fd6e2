import { kindOf } from '../run-filter/parse.ts';
import type { RunField, RunFilter, RunFilterValue } from '../run-filter/types.ts';
import { formatSpan } from './condition-reader.ts';

import { containedText } from './patterns.ts';

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** The filter as `parseFilterText` reads it; an empty text for all runs. */
export function formatFilterText(filter: RunFilter): string {
  if (filter.kind === 'and' && filter.filters.length === 0) return '';
  return format(filter, 'nothing');
}

/** @param around what binds more loosely needs brackets */
function format(filter: RunFilter, around: 'or' | 'and' | 'not' | 'nothing'): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [only] = filter.filters;
      // Neither has a text of its own: something that every run has, and something that none has.
      if (only === undefined) return filter.kind === 'and' ? 'id is set' : 'not id is set';
      if (filter.filters.length === 1) return format(only, around);
      const text = filter.filters
        .map((inner) => format(inner, filter.kind))
        .join(filter.kind === 'and' ? ' and ' : ' or ');
      const isLoose = around === 'not' || (around === 'and' && filter.kind === 'or');
      return isLoose || around === filter.kind ? `(${text})` : text;
    }
    case 'not':
      return formatNot(filter.filter);
    case 'in': {
      const [only] = filter.values;
      const name = formatField(filter.field);
      if (filter.values.length === 1 && only !== undefined) {
        return `${name} = ${formatValue(filter.field, only)}`;
      }
      return `${name} in ${formatList(filter.field, filter.values)}`;
    }
    case 'compare':
      return `${formatField(filter.field)} ${SIGNS[filter.comparison]} ${formatValue(filter.field, filter.value)}`;
    case 'within':
      return `${formatField(filter.field)} within_last ${formatSpan(filter.seconds)}`;
    case 'exists':
      return `${formatField(filter.field)} is set`;
    case 'matches': {
      const contained = containedText(filter.pattern);
      return contained === null
        ? `${formatField(filter.field)} =~ ${quote(filter.pattern)}`
        : `${formatField(filter.field)} contains ${quote(contained)}`;
    }
  }
}

/** What is said shorter than by a `not` in front. */
function formatNot(filter: RunFilter): string {
  if (filter.kind === 'in') {
    const [only] = filter.values;
    const name = formatField(filter.field);
    return filter.values.length === 1 && only !== undefined
      ? `${name} != ${formatValue(filter.field, only)}`
      : `${name} not in ${formatList(filter.field, filter.values)}`;
  }
  if (filter.kind === 'exists') return `${formatField(filter.field)} is not set`;
  if (filter.kind === 'matches') {
    const contained = containedText(filter.pattern);
    const name = formatField(filter.field);
    return contained === null
      ? `${name} !~ ${quote(filter.pattern)}`
      : `${name} not contains ${quote(contained)}`;
  }
  return `not ${format(filter, 'not')}`;
}

const PLAIN = /^[\p{L}_$][\p{L}\p{N}_$./:@-]*$/u;

/** How a text calls a field. */
export function formatField(field: RunField): string {
  if (field.kind === 'tags') return 'tags';
  if (field.kind === 'attribute') {
    if (field.name === 'displayName') return 'name';
    return field.name === 'name' ? 'id' : field.name;
  }
  // `config.a.value` would be read without the client's wrapper.
  const isPlain = PLAIN.test(field.path) && !/(?:^|\.)value(?:\.|$)/.test(field.path);
  if (isPlain) return `${field.kind}.${field.path}`;
  return `${field.kind === 'config' ? 'Config' : 'Summary'}(${quote(field.path)})`;
}

function formatList(field: RunField, values: readonly RunFilterValue[]): string {
  return `[${values.map((value) => formatValue(field, value)).join(', ')}]`;
}

function formatValue(field: RunField, value: RunFilterValue): string {
  if (typeof value === 'string') return quote(value);
  if (kindOf(field) !== 'time') return String(value);
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? String(value) : quote(date.toISOString());
}

/** A text in quotes, as the reader of filters takes it. */
export function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\0', '\\0');
  return `"${escaped}"`;
}
