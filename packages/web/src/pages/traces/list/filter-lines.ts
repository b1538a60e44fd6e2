import {
  type CallCondition,
  type CallFilterField,
  type CallFilterValue,
  parseCallFilter,
  readCallField,
} from '@runloom/model';
import {
  COMPARING,
  COMPARISONS,
  type ConditionLine,
  OPERATORS,
  type Operator,
  TURNED,
} from '../../../components/filter-builder/operators.ts';
import { type ReadFilter, readFilterWith } from '../../../components/filter-builder/read-filter.ts';

/** The filter that a text says, or what is wrong with it. */
export const readCallFilter = (text: string): ReadFilter<CallCondition> =>
  readFilterWith(parseCallFilter, text);

/** Operators that make sense for a field. */
export function operatorsOf(field: CallFilterField | null): readonly Operator[] {
  // Patterns are no part of the language of calls.
  const all = (Object.keys(OPERATORS) as Operator[]).filter((operator) => !operator.includes('~'));
  switch (field?.kind) {
    case undefined:
    case 'value':
      return all.filter((operator) => operator !== 'within_last');
    case 'time':
      return ['within_last', '>', '>=', '<', '<='];
    case 'number':
    case 'duration':
      return ['>', '>=', '<', '<=', '=', '!=', 'is set', 'is not set'];
    default:
      return all.filter((operator) => !/^(?:[<>]|within)/.test(operator));
  }
}

/** The line that says the same; null for what is more than one condition. */
export function lineOf(filter: CallCondition): ConditionLine | null {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return null;
    case 'not': {
      const inner = lineOf(filter.filter);
      const operator = inner === null ? undefined : TURNED[inner.operator];
      return inner === null || operator === undefined ? null : { ...inner, operator };
    }
    case 'in': {
      const value = filter.values.map((one) => textOf(filter.field, one)).join(', ');
      const operator = filter.values.length === 1 ? '=' : 'in';
      return { field: filter.field.name, operator, value };
    }
    case 'compare':
      return {
        field: filter.field.name,
        operator: COMPARING[filter.comparison],
        value: textOf(filter.field, filter.value),
      };
    case 'contains':
      return { field: filter.field.name, operator: 'contains', value: filter.text };
    case 'within':
      return {
        field: filter.field.name,
        operator: 'within_last',
        value: String(filter.seconds / 3_600),
      };
    case 'exists':
      return { field: filter.field.name, operator: 'is set', value: '' };
  }
}

/** The condition that a line says; null while it says none. */
export function conditionOf({ field: name, operator, value }: ConditionLine): CallCondition | null {
  const field = readCallField(name);
  if (field === null) return null;
  const not = (filter: CallCondition): CallCondition => ({ kind: 'not', filter });
  switch (operator) {
    case 'is set':
      return { kind: 'exists', field };
    case 'is not set':
      return not({ kind: 'exists', field });
    case 'contains':
      return value === '' ? null : { kind: 'contains', field, text: value };
    case 'not contains':
      return value === '' ? null : not({ kind: 'contains', field, text: value });
    case 'within_last': {
      const hours = Number(value);
      return hours > 0 ? { kind: 'within', field, seconds: Math.round(hours * 3_600) } : null;
    }
    case '=':
    case '!=':
    case 'in':
    case 'not in': {
      const isList = operator.endsWith('in');
      const texts = isList ? value.split(',').map((text) => text.trim()) : [value];
      const values = texts.map((text) => valueFrom(field, text));
      if (values.some((one) => one === null)) return null;
      const filter: CallCondition = {
        kind: 'in',
        field,
        values: values.flatMap((one) => one ?? []),
      };
      return operator === '=' || operator === 'in' ? filter : not(filter);
    }
    case '=~':
    case '!~':
      return null;
    default: {
      const comparison = COMPARISONS[operator];
      const compared = valueFrom(field, value);
      return compared === null ? null : { kind: 'compare', field, comparison, value: compared };
    }
  }
}

/** A number where it looks like one and the field may hold some; null for what it can't hold. */
function valueFrom({ kind }: CallFilterField, text: string): CallFilterValue | null {
  if (kind === 'text' || kind === 'op' || kind === 'user') return text;
  if (kind === 'time') {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : at;
  }
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isNaN(number)) return number;
  if (kind !== 'value') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}

function textOf({ kind }: CallFilterField, value: CallFilterValue): string {
  if (kind !== 'time' || typeof value !== 'number') return String(value);
  return new Date(value).toISOString();
}
