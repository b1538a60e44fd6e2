import { type ExactJson, numberText, parseExactJson } from '@runloom/model';
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/** Puts number text into a JSON answer as it is; ES2025 has it, its types don't yet. */
interface RawJson {
  rawJSON(text: string): unknown;
}
const { rawJSON } = JSON as unknown as RawJson;

/**
 * Makes a value that `JSON.stringify` writes with every digit. JSON has no NaN and no infinities, and
 * bare ones break the client, so they become the texts `"NaN"`, `"Infinity"`, `"-Infinity"`.
 */
export function toWireJson(value: ExactJson): unknown {
  if (typeof value === 'bigint') return rawJSON(value.toString());
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return String(value);
    const text = numberText(value);
    // JSON.stringify writes all others so by itself, and many times faster.
    return text === String(value) ? value : rawJSON(text);
  }
  if (Array.isArray(value)) return value.map(toWireJson);
  if (value instanceof Map) {
    const members: Record<string, unknown> = Object.create(null);
    for (const [key, member] of value) members[key] = toWireJson(member);
    return members;
  }
  return value;
}

/** A JSON value as part of the answer. */
export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value. NaN and infinities are texts; integers have all their digits.',
});

/** A text that holds JSON, with bare NaN and infinities where the client wrote them. */
export const JsonStringScalar = new GraphQLScalarType<string, unknown>({
  name: 'JSONString',
  description: 'A text that holds JSON; NaN and infinities stand in it as bare words.',
  parseValue: (value) => checkJsonText(value),
  parseLiteral: (node) => checkJsonText(literal(node)),
});

function checkJsonText(value: unknown): string {
  if (typeof value !== 'string') throw new GraphQLError('A JSONString must be a text.');
  try {
    parseExactJson(value);
  } catch (error) {
    throw new GraphQLError(`A JSONString must hold JSON: ${messageOf(error)}.`);
  }
  return value;
}

/** A 64-bit integer; as a number, or as a text when it is past 2^53. */
export const Int64Scalar = new GraphQLScalarType<bigint, unknown>({
  name: 'Int64',
  description: 'A 64-bit integer, written as a number.',
  serialize: (value) =>
    typeof value === 'number' ? value : rawJSON(toInt64(value as bigint).toString()),
  parseValue: toInt64,
  parseLiteral: (node) => toInt64(node.kind === Kind.INT ? node.value : literal(node)),
});

function toInt64(value: unknown): bigint {
  const isInteger =
    typeof value === 'bigint' ||
    (typeof value === 'number' && Number.isInteger(value)) ||
    (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  if (!isInteger) throw new GraphQLError('An Int64 must be a whole number.');
  const integer = BigInt(value as bigint | number | string);
  if (BigInt.asIntN(64, integer) !== integer) {
    throw new GraphQLError(`An Int64 must fit into 64 bits, ${integer} does not.`);
  }
  return integer;
}

/** Milliseconds since the epoch as `2026-11-23T16:04:27Z`: fractions trip some readers. */
export const DateTimeScalar = new GraphQLScalarType<unknown, string>({
  name: 'DateTime',
  description: 'A moment in UTC, ISO 8601.',
  serialize: (value) =>
    typeof value === 'number'
      ? new Date(value).toISOString().replace(/\.\d+Z$/, 'Z')
      : String(value),
});

const literal = (node: ValueNode): unknown => valueFromASTUntyped(node);
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
