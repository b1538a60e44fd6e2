import {
  containedText,
  containsPattern,
  formatField,
  formatFilterText,
  kindOf,
  parseFilterText,
  type RunField,
  type RunFilter,
  type RunFilterValue,
} from '@runloom/model';
import {
  COMPARING,
  COMPARISONS,
  type ConditionLine,
  OPERATORS,
  type Operator,
  TURNED,
} from '../../../../components/filter-builder/operators.ts';

/** Operators that make sense for a field. */
export function operatorsOf(field: RunField | null): readonly Operator[] {
  const all = Object.keys(OPERATORS) as Operator[];
  if (field === null) return all;
  switch (kindOf(field)) {
    case 'time':
      return ['within_last', '=', '!=', '>', '>=', '<', '<='];
    case 'number':
      return ['=', '!=', '>', '>=', '<', '<='];
    case 'text':
      return all.filter((operator) => !/^(?:[<>]|within)/.test(operator));
    default:
      return all.filter((operator) => operator !== 'within_last');
  }
}

/** The line that says the same; null for what is more than one condition. */
export function lineOf(filter: RunFilter): ConditionLine | null {
  if (filter.kind === 'not') {
    const inner = filter.filter.kind === 'not' ? null : lineOf(filter.filter);
    const turned = inner === null ? undefined : TURNED[inner.operator];
    return inner === null || turned === undefined ? null : { ...inner, operator: turned };
  }
  if (filter.kind === 'and' || filter.kind === 'or') return null;
  const field = formatField(filter.field);
  switch (filter.kind) {
    case 'in': {
      const [only] = filter.values;
      if (filter.values.length === 1 && only !== undefined) {
        return { field, operator: '=', value: textOf(filter.field, only) };
      }
      const value = filter.values.map((one) => textOf(filter.field, one)).join(', ');
      return { field, operator: 'in', value };
    }
    case 'compare':
      return {
        field,
        operator: COMPARING[filter.comparison],
        value: textOf(filter.field, filter.value),
      };
    case 'within': {
      const operator = 'within_last';
      // The text says the span in the largest unit that fits.
      return { field, operator, value: formatFilterText(filter).split(` ${operator} `)[1] ?? '' };
    }
    case 'exists':
      return { field, operator: 'is set', value: '' };
    case 'matches': {
      const contained = containedText(filter.pattern);
      return contained === null
        ? { field, operator: '=~', value: filter.pattern }
        : { field, operator: 'contains', value: contained };
    }
  }
}

/** The condition that a line says. @throws FilterTextError while it says none */
export function conditionOf({ field, operator, value }: ConditionLine): RunFilter {
  // The field is checked, and turned into what conditions have, by reading it.
  const probe = parseFilterText(`${field} is set`);
  if (probe.kind !== 'exists') throw new Error('A field alone is asked for.');
  const known = probe.field;
  const not = (filter: RunFilter): RunFilter => ({ kind: 'not', filter });
  switch (operator) {
    case 'is set':
      return probe;
    case 'is not set':
      return not(probe);
    case 'within_last':
      return parseFilterText(`${formatField(known)} within_last ${value.trim() || '7 days'}`);
    case 'contains':
      return { kind: 'matches', field: known, pattern: containsPattern(value) };
    case 'not contains':
      return not({ kind: 'matches', field: known, pattern: containsPattern(value) });
    case '=~':
      return { kind: 'matches', field: known, pattern: value };
    case '!~':
      return not({ kind: 'matches', field: known, pattern: value });
    case 'in':
    case 'not in': {
      const values = value.split(',').map((one) => valueFrom(known, one.trim()));
      const filter: RunFilter = { kind: 'in', field: known, values };
      return operator === 'in' ? filter : not(filter);
    }
    case '=':
    case '!=': {
      const filter: RunFilter = { kind: 'in', field: known, values: [valueFrom(known, value)] };
      return operator === '=' ? filter : not(filter);
    }
    default: {
      const comparison = COMPARISONS[operator];
      return { kind: 'compare', field: known, comparison, value: valueFrom(known, value) };
    }
  }
}

/** A number where it looks like one and the field may hold some. */
function valueFrom(field: RunField, text: string): RunFilterValue {
  const kind = kindOf(field);
  if (kind === 'time') {
    const millis = Date.parse(text);
    return Number.isNaN(millis) ? 0 : millis;
  }
  if (kind === 'text') return text;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isNaN(number)) return number;
  if (/^true$/i.test(text)) return 1;
  if (/^false$/i.test(text)) return 0;
  return kind === 'number' ? 0 : text;
}

function textOf(field: RunField, value: RunFilterValue): string {
  if (typeof value === 'string' || kindOf(field) !== 'time') return String(value);
  return new Date(value).toISOString().slice(0, 16);
}
