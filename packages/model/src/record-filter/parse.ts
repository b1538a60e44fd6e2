/** A value that a field of a record may have: several count as a set, of which one must match. */
export type RecordValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly (string | number)[];

/** Whether a record, read field by field, is meant. Fields are named as the filter names them. */
export type RecordPredicate = (read: (field: string) => RecordValue) => boolean;

/** The text is no filter; the message says why. */
export class RecordFilterError extends Error {
  override name = 'RecordFilterError';
}

/** Makes the test of a pattern. @throws RecordFilterError when it is none */
export type CompileTextPattern = (pattern: string) => (text: string) => boolean;

type Test = (value: RecordValue) => boolean;

const MAX_DEPTH = 16;
const MAX_TERMS = 1_000;
const MAX_PATTERN = 512;

/**
 * Reads a filter in Mongo's grammar over the fields of small records (collections, versions, …):
 * `$and $or $nor $not $eq $ne $gt $gte $lt $lte $in $nin $exists $contains`, and `$regex` with the
 * wildcards of `LIKE` spelled as `.*` and `.` only, so that no pattern can be slow, unless another
 * grammar is brought. Empty means all.
 * @throws RecordFilterError
 */
export function parseRecordFilter(
  text: string | null | undefined,
  compilePattern: CompileTextPattern = simplePattern,
): RecordPredicate {
  if (!text) return () => true;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RecordFilterError(
      `The filter is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (value === null) return () => true;
  return readFilter(value, { depth: 0, count: { terms: 0 }, compilePattern });
}

interface Bounds {
  readonly depth: number;
  /** Shared by all parts of one filter. */
  readonly count: { terms: number };
  readonly compilePattern: CompileTextPattern;
}

function readFilter(value: unknown, bounds: Bounds): RecordPredicate {
  const inner = enter(bounds);
  const parts = Object.entries(objectOf(value)).map(([name, operand]): RecordPredicate => {
    bounds.count.terms += 1;
    if (bounds.count.terms > MAX_TERMS)
      throw new RecordFilterError('The filter has too many terms.');
    switch (name) {
      case '$and':
        return every(listOf(name, operand).map((one) => readFilter(one, inner)));
      case '$or':
        return some(listOf(name, operand).map((one) => readFilter(one, inner)));
      case '$nor': {
        const any = some(listOf(name, operand).map((one) => readFilter(one, inner)));
        return (read) => !any(read);
      }
      case '$not': {
        const not = readFilter(operand, inner);
        return (read) => !not(read);
      }
      default: {
        if (name.startsWith('$')) throw new RecordFilterError(`The operator ${name} is not known.`);
        const test = readTest(operand, inner);
        return (read) => test(read(name));
      }
    }
  });
  return every(parts);
}

function readTest(operand: unknown, bounds: Bounds): Test {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) {
    return equals(operand);
  }
  const inner = enter(bounds);
  const tests = Object.entries(operand).map(([name, value]): Test => {
    switch (name) {
      case '$eq':
        return equals(value);
      case '$ne':
        return not(equals(value));
      case '$in':
        return anyOf(listOf(name, value).map(equals));
      case '$nin':
        return not(anyOf(listOf(name, value).map(equals)));
      case '$gt':
        return compared(value, (order) => order > 0);
      case '$gte':
        return compared(value, (order) => order >= 0);
      case '$lt':
        return compared(value, (order) => order < 0);
      case '$lte':
        return compared(value, (order) => order <= 0);
      case '$exists':
        return (found) => (found !== undefined && found !== null) === Boolean(value);
      case '$contains':
        return matches((found) => found.includes(textOf(name, value)));
      case '$regex':
        return matches(inner.compilePattern(textOf(name, value)));
      case '$not':
        return not(readTest(value, inner));
      default:
        throw new RecordFilterError(`The operator ${name} is not known.`);
    }
  });
  return (value) => tests.every((test) => test(value));
}

function equals(wanted: unknown): Test {
  if (wanted === null) return (found) => found === null || found === undefined;
  return (found) => (Array.isArray(found) ? found.includes(wanted as never) : found === wanted);
}

function compared(wanted: unknown, holds: (order: number) => boolean): Test {
  if (typeof wanted !== 'string' && typeof wanted !== 'number') {
    throw new RecordFilterError('Only texts and numbers can be compared.');
  }
  return (found) =>
    typeof found === typeof wanted &&
    holds((found as typeof wanted) < wanted ? -1 : (found as typeof wanted) > wanted ? 1 : 0);
}

const matches =
  (test: (text: string) => boolean): Test =>
  (found) =>
    Array.isArray(found)
      ? found.some((one) => typeof one === 'string' && test(one))
      : typeof found === 'string' && test(found);

/** Anchors, `.`, `.*` and escaped signs: what needs no backtracking. Case does not matter, as in W&B. */
function simplePattern(pattern: string): (text: string) => boolean {
  if (pattern.length > MAX_PATTERN) throw new RecordFilterError('The pattern is too long.');
  const anchoredStart = pattern.startsWith('^');
  const body = pattern.slice(anchoredStart ? 1 : 0).replace(/(?<!\\)\$$/, '');
  const anchoredEnd = body.length + (anchoredStart ? 1 : 0) < pattern.length;
  const pieces: string[] = [''];
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at] ?? '';
    if (sign === '\\') {
      at += 1;
      pieces[pieces.length - 1] += (body[at] ?? '').toLowerCase();
    } else if (sign === '.' && (body[at + 1] === '*' || body[at + 1] === '+')) {
      at += 1;
      pieces.push('');
    } else if (/[[\](){}|*+?^$]/.test(sign)) {
      throw new RecordFilterError(`Patterns here know ^ $ . and .* only, not ${sign}`);
    } else pieces[pieces.length - 1] += sign.toLowerCase();
  }
  return (text) => inOrder(text.toLowerCase(), pieces, anchoredStart, anchoredEnd);
}

function inOrder(text: string, pieces: readonly string[], start: boolean, end: boolean): boolean {
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    if (isLast && end) {
      const from = text.length - piece.length;
      return from >= at && text.endsWith(piece) && !(index === 0 && start && from !== 0);
    }
    const found = text.indexOf(piece, at);
    if (found === -1 || (index === 0 && start && found !== 0)) return false;
    at = found + piece.length;
  }
  return true;
}

const every =
  (parts: readonly RecordPredicate[]): RecordPredicate =>
  (read) =>
    parts.every((part) => part(read));
const some =
  (parts: readonly RecordPredicate[]): RecordPredicate =>
  (read) =>
    parts.some((part) => part(read));
const anyOf =
  (tests: readonly Test[]): Test =>
  (found) =>
    tests.some((test) => test(found));
const not =
  (test: Test): Test =>
  (found) =>
    !test(found);

function enter(bounds: Bounds): Bounds {
  if (bounds.depth >= MAX_DEPTH) throw new RecordFilterError('The filter is nested too deeply.');
  return { ...bounds, depth: bounds.depth + 1 };
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new RecordFilterError('A filter is an object.');
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new RecordFilterError(`${name} takes a list.`);
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new RecordFilterError(`${name} takes a text.`);
}
