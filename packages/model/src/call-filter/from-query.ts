import { CallQueryError, parseQuery, type QueryExpression } from '../call-query/index.ts';
import { readTime } from '../filter-text/condition-reader.ts';
import { parseWeaveRef } from '../weave-refs/index.ts';
import { readCallField } from './fields.ts';
import type { CallCondition, CallFilterField, CallFilterValue } from './types.ts';

type Expression = QueryExpression<CallFilterField>;

/** A filter, and in which way it means other calls than the query it was made of. */
export interface CallConditionOfQuery {
  /** Null for all calls. */
  readonly condition: CallCondition | null;
  readonly notes: readonly string[];
}

const ANY_CASE = 'A search within texts finds them in any case here.';

/**
 * Says a query of Weave's language as a filter: the way back from `callQueryOf`, and what the
 * clients' own filters are written as.
 * @throws CallQueryError for what a filter has no words for
 */
export function callConditionOf(query: unknown): CallConditionOfQuery {
  const expression = parseQuery(query, (name) => {
    const field = readCallField(name);
    if (field === null) throw new CallQueryError(`A filter has no field ${JSON.stringify(name)}.`);
    return field;
  });
  const notes = new Set<string>();
  const condition = expression === null ? null : conditionOf(expression, notes);
  return { condition, notes: [...notes] };
}

function conditionOf(expression: Expression, notes: Set<string>): CallCondition {
  const inner = (part: Expression) => conditionOf(part, notes);
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { kind: expression.kind, filters: expression.operands.map(inner) };
    case 'not':
      return { kind: 'not', filter: inner(expression.operand) };
    case 'compare':
      return compared(expression);
    case 'in':
      return oneOf(fieldOf(expression.operand), expression.values.map(literalOf));
    case 'contains': {
      const { input, substring, ignoresCase } = expression;
      const text = literalOf(substring);
      if (typeof text !== 'string') throw unsaid('a search for what is no text');
      if (!ignoresCase) notes.add(ANY_CASE);
      return { kind: 'contains', field: fieldOf(input), text };
    }
    case 'convert':
      if (expression.to === 'exists') return { kind: 'exists', field: fieldOf(expression.input) };
      if (expression.to === 'bool') return oneOf(fieldOf(expression.input), [true]);
      break;
  }
  throw unsaid(`“${expression.kind}” where a condition stands`);
}

function compared({
  comparison,
  left,
  right,
}: Extract<Expression, { kind: 'compare' }>): CallCondition {
  if (left.kind === 'literal' && right.kind === 'literal' && comparison === 'eq') {
    // As `callQueryOf` writes what is always so, or never.
    return { kind: left.value === right.value ? 'and' : 'or', filters: [] };
  }
  const field = fieldOf(left);
  const value = literalOf(right);
  if (comparison === 'eq') return oneOf(field, [value]);
  if (value === null) throw unsaid('a comparison with nothing');
  return { kind: 'compare', field, comparison, value: readValue(field, value) };
}

/** That a field is one of these; null and the empty text mean that it is not set. */
export function oneOf(
  field: CallFilterField,
  literals: readonly (CallFilterValue | null)[],
): CallCondition {
  const values = literals.flatMap((value) =>
    value === null || value === '' ? [] : [readValue(field, value)],
  );
  if (values.length === literals.length) return { kind: 'in', field, values };
  const isUnset: CallCondition = { kind: 'not', filter: { kind: 'exists', field } };
  if (values.length === 0) return isUnset;
  return { kind: 'or', filters: [{ kind: 'in', field, values }, isUnset] };
}

/** Clients convert what they compare with numbers. */
function fieldOf(expression: Expression): CallFilterField {
  if (expression.kind === 'field') return expression.field;
  if (expression.kind === 'convert' && expression.to !== 'bool' && expression.to !== 'exists') {
    return fieldOf(expression.input);
  }
  throw unsaid('a comparison of something else than a field');
}

function literalOf(expression: Expression): CallFilterValue | null {
  if (expression.kind === 'literal') return expression.value;
  throw unsaid('a comparison with another field');
}

function readValue({ kind, name }: CallFilterField, value: CallFilterValue): CallFilterValue {
  switch (kind) {
    case 'time': {
      // Clients ask for times in seconds; microseconds are all that is told of them.
      const at =
        typeof value === 'number' ? Math.round(value * 1e6) / 1e3 : readTime(String(value));
      if (at === null) throw unsaid(`“${String(value)}” as a time`);
      return at;
    }
    case 'duration':
    case 'number': {
      const number = Number(value);
      if (typeof value === 'boolean' || Number.isNaN(number)) {
        throw unsaid(`“${String(value)}” as the number that ${name} is`);
      }
      return number;
    }
    case 'op': {
      // Any version of it, as clients write it.
      const ref = parseWeaveRef(String(value));
      return ref?.kind === 'op' && ref.version === '*' ? ref.name : String(value);
    }
    case 'value':
      return value;
    default:
      return String(value);
  }
}

const unsaid = (what: string): CallQueryError => new CallQueryError(`A filter can’t say ${what}.`);
