import { invalid } from '../../platform/errors.ts';

/**
 * The ids in a `Query` that names rows by their ids and by nothing else, as what deletes must:
 * `{"$expr": {"$eq": [{"$getField": "id"}, {"$literal": …}]}}`, the same with `$in`, or `$or` of those.
 * @throws RunloomError('invalid') for any other
 */
export function idsInQuery(query: unknown): readonly string[] {
  const ids = isObject(query) ? idsIn(query['$expr'], 0) : null;
  if (ids !== null) return ids;
  throw invalid(
    'What is deleted is named by id: {"$expr": {"$eq": [{"$getField": "id"}, {"$literal": …}]}}, $in of ids, or $or of those.',
  );
}

function idsIn(expression: unknown, depth: number): readonly string[] | null {
  if (!isObject(expression) || depth > 8) return null;
  const { $eq, $in, $or } = expression;
  if (Array.isArray($eq) && $eq.length === 2) {
    const [field, value] = isIdField($eq[0]) ? $eq : [$eq[1], $eq[0]];
    const id = literalOf(value);
    return isIdField(field) && id !== null ? [id] : null;
  }
  if (Array.isArray($in) && isIdField($in[0]) && Array.isArray($in[1])) {
    const ids = $in[1].map(literalOf);
    return ids.every((id) => id !== null) ? ids : null;
  }
  if (!Array.isArray($or) || $or.length === 0) return null;
  const parts = $or.map((part) => idsIn(part, depth + 1));
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

const isIdField = (operand: unknown): boolean => isObject(operand) && operand['$getField'] === 'id';

function literalOf(operand: unknown): string | null {
  const literal = isObject(operand) ? operand['$literal'] : null;
  return typeof literal === 'string' ? literal : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
