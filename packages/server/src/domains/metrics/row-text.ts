import type { ColumnBuilder } from './row-columns.ts';
import { FLOAT, formOfPath, IN_REST, NO_STEP, NO_TIME, WHOLE } from './row-form.ts';
import { type Scanned, type ScannedValue, scanRow } from './row-scanner.ts';
import type { Stream } from './types.ts';

/** Keys that say where a row stands; they are the row's step and time, not metrics. */
const POSITION_KEYS: ReadonlySet<string> = new Set(['_step', '_timestamp', '_wandb']);

/** Deeper objects are kept in the row's rest but not taken apart. */
const MAX_DEPTH = 32;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Clients that write strict JSON send these three as text. */
const SPELLED_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * Takes any line apart, however odd.
 * @param fallbackTime microseconds, for rows without `_timestamp`
 * @returns why the line can't be kept as a row, or null
 */
export function addText(
  columns: ColumnBuilder,
  stream: Stream,
  line: { readonly index: number; readonly number: number; readonly text: string },
  fallbackTime: bigint,
): string | null {
  const mark = columns.mark();
  try {
    const row = scanRow(line.text);
    if (row.value.kind !== 'object') return 'the line is JSON, but not an object';
    const { members } = row.value;
    const time = readTime(members.get('_timestamp'));
    const clock = time?.seconds ?? Number(fallbackTime) / 1e6;
    const position =
      stream === 'system'
        ? { step: microsecondsOf(clock), isPlain: false }
        : readStep(members.get('_step'), line.number);
    const rest = new RestBuilder();
    let form = '';
    if (!position.isPlain) {
      form += NO_STEP;
      rest.keep('_step', members);
    }
    if (time === null || !time.isPlain) {
      form += NO_TIME;
      rest.keep('_timestamp', members);
    }
    rest.keep('_wandb', members);
    let isWhole = false;
    for (const [key, member] of members) {
      if (POSITION_KEYS.has(key)) continue;
      if (!addMember(columns, key, member, rest)) isWhole = true;
    }
    if (isWhole) form = WHOLE;
    const restText = isWhole ? escapeLoneSurrogates(line.text) : rest.text();
    columns.noteStart(numberIn(members.get('_timestamp')), numberIn(members.get('_runtime')));
    columns.endRow(line.index, position.step, clock, form, restText);
    return null;
  } catch (error) {
    columns.takeBack(mark);
    return error instanceof Error ? error.message : String(error);
  }
}

/** Members that no point can hold, each with the text it was sent as. */
class RestBuilder {
  private readonly members: string[] = [];

  keep(key: string, members: ReadonlyMap<string, Scanned>): void {
    const member = members.get(key);
    if (member !== undefined) this.add(key, member.raw);
  }

  add(key: string, raw: string): void {
    this.members.push(`${JSON.stringify(key)}:${escapeLoneSurrogates(raw)}`);
  }

  text(): string {
    return this.members.length === 0 ? '' : `{${this.members.join(',')}}`;
  }
}

/** Adds what one member of the row holds; false when two of its values have one dotted key. */
function addMember(
  columns: ColumnBuilder,
  key: string,
  member: Scanned,
  rest: RestBuilder,
): boolean {
  const { value } = member;
  if (value.kind === 'number') return addNumber(columns, [key], member, value.number);
  if (value.kind === 'object' && holdsOnlyNumbers(value, 0)) {
    return addNested(columns, [key], value);
  }
  rest.add(key, member.raw);
  return addValue(columns, key, value, 0);
}

function addNumber(
  columns: ColumnBuilder,
  path: readonly string[],
  { raw }: Scanned,
  number: number,
): boolean {
  const isNew = columns.addPoint(columns.keyId(path.join('.')), number);
  // A whole number past what integers can say is written as a float anyway.
  const isFloat = Number.isSafeInteger(number) && /[.eE]/.test(raw);
  if (isNew)
    columns.setForm(path.length === 1 ? (isFloat ? FLOAT : '') : formOfPath(path, isFloat));
  return isNew;
}

/** Whether every leaf is a number that its point holds, so that the object is its points. */
function holdsOnlyNumbers(value: ScannedValue, depth: number): boolean {
  if (value.kind === 'number') return true;
  if (value.kind !== 'object' || depth > MAX_DEPTH || value.members.size === 0) return false;
  for (const member of value.members.values()) {
    if (!holdsOnlyNumbers(member.value, depth + 1)) return false;
  }
  return true;
}

function addNested(
  columns: ColumnBuilder,
  path: readonly string[],
  value: Extract<ScannedValue, { kind: 'object' }>,
): boolean {
  let isNew = true;
  for (const [name, member] of value.members) {
    const below = [...path, name];
    const added =
      member.value.kind === 'object'
        ? addNested(columns, below, member.value)
        : member.value.kind === 'number' && addNumber(columns, below, member, member.value.number);
    isNew &&= added;
  }
  return isNew;
}

/** Adds the values of a member that stands in the rest. */
function addValue(
  columns: ColumnBuilder,
  key: string,
  value: ScannedValue,
  depth: number,
): boolean {
  const number = numberOf(value);
  if (number !== null) {
    const isNew = columns.addPoint(columns.keyId(key), number);
    if (isNew) columns.setForm(IN_REST);
    return isNew;
  }
  if (value.kind !== 'object') {
    columns.addObject(key, value.kind);
    return true;
  }
  const type = value.members.get('_type')?.value;
  if (type?.kind === 'string' || depth >= MAX_DEPTH) {
    columns.addObject(key, type?.kind === 'string' ? type.text : 'map');
    return true;
  }
  let isNew = true;
  for (const [name, member] of value.members) {
    const added = addValue(columns, `${key}.${name}`, member.value, depth + 1);
    isNew &&= added;
  }
  return isNew;
}

function numberOf(value: ScannedValue): number | null {
  if (value.kind === 'number') return value.number;
  if (value.kind === 'integer') return Number(value.integer);
  return value.kind === 'string' ? (SPELLED_NUMBERS.get(value.text) ?? null) : null;
}

/** @throws RangeError for a step that no row can stand at */
function readStep(
  member: Scanned | undefined,
  lineNumber: number,
): { readonly step: bigint; readonly isPlain: boolean } {
  const value = member?.value;
  if (value === undefined || value.kind === 'nil') {
    return { step: BigInt(lineNumber), isPlain: false };
  }
  const step = wholeNumber(value);
  if (step === null) throw new RangeError('`_step` is not a whole number');
  if (step < INT64_MIN || step > INT64_MAX) {
    throw new RangeError('`_step` does not fit into 64 bits');
  }
  return { step, isPlain: member?.raw === step.toString() };
}

function wholeNumber(value: ScannedValue): bigint | null {
  if (value.kind === 'integer') return value.integer;
  return value.kind === 'number' && Number.isInteger(value.number) ? BigInt(value.number) : null;
}

/** The row's time in seconds, and whether its member is what that number is written as; null for what is no time. */
function readTime(
  member: Scanned | undefined,
): { readonly seconds: number; readonly isPlain: boolean } | null {
  if (member === undefined || member.value.kind !== 'number') return null;
  const seconds = member.value.number;
  if (!isTime(seconds)) return null;
  return { seconds, isPlain: !Number.isInteger(seconds) || member.raw === String(seconds) };
}

/** Seconds that are a number of microseconds. */
export const isTime = (seconds: number): boolean => Number.isSafeInteger(Math.round(seconds * 1e6));

/** Seconds since the epoch in microseconds. */
export const microsecondsOf = (seconds: number): bigint => BigInt(Math.round(seconds * 1e6));

function numberIn(member: Scanned | undefined): number | null {
  return member?.value.kind === 'number' ? member.value.number : null;
}

/** UTF-8 has no lone surrogates. Inside JSON one can only stand in a text, where its escape means the same. */
export function escapeLoneSurrogates(text: string): string {
  if (text.isWellFormed()) return text;
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    escaped += code >= 0xd800 && code <= 0xdfff ? `\\u${code.toString(16)}` : character;
  }
  return escaped;
}
