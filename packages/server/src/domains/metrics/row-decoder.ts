import { type ExactJson, MAX_JSON_DEPTH, parseExactJson } from '@runloom/model';
import type { Stream } from './types.ts';

/** What one chunk of lines holds, in columns: points and objects refer to rows and keys by index. */
export interface DecodedColumns {
  readonly rows: RowColumns;
  /** Distinct keys, in the order first seen. */
  readonly keys: readonly string[];
  readonly points: PointColumns;
  readonly objects: readonly DecodedObject[];
  readonly startedAt: number | null;
  readonly bad: readonly { readonly line: number; readonly reason: string; readonly raw: string }[];
}

export interface RowColumns {
  readonly count: number;
  readonly texts: readonly string[];
  readonly steps: BigInt64Array;
  /** Client clock, microseconds. */
  readonly times: BigInt64Array;
}

export interface PointColumns {
  readonly count: number;
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
  readonly values: Float64Array;
}

/** A value that is no number: where it is and what kind it is; the row's text holds what it is. */
export interface DecodedObject {
  readonly row: number;
  readonly key: string;
  readonly type: string;
}

/** Keys that say where a row stands; they are the row's step and time, not metrics. */
const POSITION_KEYS: ReadonlySet<string> = new Set(['_step', '_timestamp', '_wandb']);

/** Deeper objects are kept in the row's text but not taken apart. */
const MAX_DEPTH = 32;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Takes lines of a stream apart. A line that can't be read goes to `bad` and leaves the others
 * alone. Nested objects become dotted keys, as the client's own API names them; objects with a
 * `_type` (histograms, media) stay whole.
 *
 * A history row without `_step` stands at its line number. A system sample stands at its time in
 * microseconds, so that a sample sent twice lands on itself.
 *
 * @param fallbackTime microseconds, for rows without `_timestamp`
 */
export function decodeRows(
  stream: Stream,
  offset: number,
  lines: readonly string[],
  fallbackTime: bigint,
): DecodedColumns {
  const columns = new ColumnBuilder(lines.length);
  const bad: { line: number; reason: string; raw: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const reason = columns.addLine(stream, offset + index, line, fallbackTime);
    if (reason !== null) bad.push({ line: offset + index, reason, raw: line });
  }
  return columns.finish(bad);
}

type Json = null | boolean | string | number | Json[] | { [key: string]: Json };

class ColumnBuilder {
  private readonly texts: string[] = [];
  private readonly steps: BigInt64Array;
  private readonly times: BigInt64Array;
  private readonly keyIds = new Map<string, number>();
  private readonly keys: string[] = [];
  private pointCount = 0;
  private pointRows: Uint32Array;
  private pointKeys: Uint32Array;
  private values: Float64Array;
  private readonly objects: DecodedObject[] = [];
  private startedAt: number | null = null;

  constructor(lineCount: number) {
    this.steps = new BigInt64Array(lineCount);
    this.times = new BigInt64Array(lineCount);
    const capacity = Math.max(64, lineCount * 8);
    this.pointRows = new Uint32Array(capacity);
    this.pointKeys = new Uint32Array(capacity);
    this.values = new Float64Array(capacity);
  }

  /** Returns why the line can't be kept as a row, or null. */
  addLine(stream: Stream, lineNumber: number, line: string, fallbackTime: bigint): string | null {
    // JSON.parse is many times faster; what it refuses or rounds is read again, exactly, and so is
    // what it would take at any depth: a row that nobody can read back would spoil its whole run.
    const plain = mayBeTooDeep(line) ? undefined : parsePlain(line);
    if (plain !== undefined) {
      if (!isPlainObject(plain)) return NOT_AN_OBJECT;
      return this.addPlain(stream, lineNumber, line, plain, fallbackTime);
    }
    try {
      const exact = parseExactJson(line);
      if (!(exact instanceof Map)) return NOT_AN_OBJECT;
      return this.addExact(stream, lineNumber, line, exact, fallbackTime);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  finish(bad: DecodedColumns['bad']): DecodedColumns {
    const rowCount = this.texts.length;
    return {
      rows: {
        count: rowCount,
        texts: this.texts,
        steps: this.steps.subarray(0, rowCount),
        times: this.times.subarray(0, rowCount),
      },
      keys: this.keys,
      points: {
        count: this.pointCount,
        rows: this.pointRows.subarray(0, this.pointCount),
        keys: this.pointKeys.subarray(0, this.pointCount),
        values: this.values.subarray(0, this.pointCount),
      },
      objects: this.objects,
      startedAt: this.startedAt,
      bad,
    };
  }

  private addPlain(
    stream: Stream,
    lineNumber: number,
    line: string,
    row: { [key: string]: Json },
    fallbackTime: bigint,
  ): string | null {
    const step = row['_step'];
    if (typeof step === 'number' && !Number.isSafeInteger(step)) {
      const exact = parseExactJson(line);
      return exact instanceof Map
        ? this.addExact(stream, lineNumber, line, exact, fallbackTime)
        : NOT_AN_OBJECT;
    }
    const refusal = this.startRow(stream, lineNumber, line, step, row['_timestamp'], fallbackTime);
    if (refusal !== null) return refusal;
    this.noteStart(row['_timestamp'], row['_runtime']);
    const rowIndex = this.texts.length - 1;
    for (const key of Object.keys(row)) {
      const value = row[key];
      if (typeof value === 'number') {
        if (!POSITION_KEYS.has(key)) this.addPoint(rowIndex, key, value);
      } else if (!POSITION_KEYS.has(key)) this.addPlainValue(rowIndex, key, value as Json, 0);
    }
    return null;
  }

  private addPlainValue(row: number, key: string, value: Json, depth: number): void {
    if (typeof value === 'number') {
      this.addPoint(row, key, value);
    } else if (!isPlainObject(value)) {
      this.addOther(row, key, value);
    } else if (typeof value['_type'] === 'string' || depth >= MAX_DEPTH) {
      this.addObject(row, key, typeNameOf(value['_type']));
    } else {
      for (const name of Object.keys(value)) {
        this.addPlainValue(row, `${key}.${name}`, value[name] as Json, depth + 1);
      }
    }
  }

  private addExact(
    stream: Stream,
    lineNumber: number,
    line: string,
    row: Map<string, ExactJson>,
    fallbackTime: bigint,
  ): string | null {
    const time = row.get('_timestamp');
    const refusal = this.startRow(stream, lineNumber, line, row.get('_step'), time, fallbackTime);
    if (refusal !== null) return refusal;
    this.noteStart(time, row.get('_runtime'));
    const rowIndex = this.texts.length - 1;
    for (const [key, value] of row) {
      if (!POSITION_KEYS.has(key)) this.addExactValue(rowIndex, key, value, 0);
    }
    return null;
  }

  private addExactValue(row: number, key: string, value: ExactJson, depth: number): void {
    if (typeof value === 'number' || typeof value === 'bigint') {
      this.addPoint(row, key, Number(value));
    } else if (!(value instanceof Map)) {
      this.addOther(row, key, value);
    } else if (typeof value.get('_type') === 'string' || depth >= MAX_DEPTH) {
      this.addObject(row, key, typeNameOf(value.get('_type')));
    } else {
      for (const [name, member] of value) {
        this.addExactValue(row, `${key}.${name}`, member, depth + 1);
      }
    }
  }

  private addOther(row: number, key: string, value: unknown): void {
    const number = typeof value === 'string' ? SPELLED_NUMBERS.get(value) : undefined;
    if (number === undefined) this.addObject(row, key, kindOf(value));
    else this.addPoint(row, key, number);
  }

  private startRow(
    stream: Stream,
    lineNumber: number,
    line: string,
    step: unknown,
    timestamp: unknown,
    fallbackTime: bigint,
  ): string | null {
    const index = this.texts.length;
    const time = microseconds(timestamp) ?? fallbackTime;
    let position = time;
    if (stream === 'history') {
      const exact = step === undefined || step === null ? BigInt(lineNumber) : wholeNumber(step);
      if (exact === null) return '`_step` is not a whole number';
      if (exact < INT64_MIN || exact > INT64_MAX) return '`_step` does not fit into 64 bits';
      position = exact;
    }
    this.steps[index] = position;
    this.times[index] = time;
    this.texts.push(line.isWellFormed() ? line : escapeLoneSurrogates(line));
    return null;
  }

  private noteStart(timestamp: unknown, runtime: unknown): void {
    if (this.startedAt !== null) return;
    if (typeof timestamp !== 'number' || typeof runtime !== 'number') return;
    const start = timestamp - runtime;
    if (Number.isFinite(start)) this.startedAt = start;
  }

  private addPoint(row: number, key: string, value: number): void {
    let id = this.keyIds.get(key);
    if (id === undefined) {
      id = this.keys.length;
      this.keyIds.set(key, id);
      this.keys.push(key);
    }
    const at = this.pointCount;
    if (at === this.values.length) this.grow();
    this.pointRows[at] = row;
    this.pointKeys[at] = id;
    this.values[at] = value;
    this.pointCount = at + 1;
  }

  private addObject(row: number, key: string, type: string): void {
    this.objects.push({ row, key, type });
  }

  private grow(): void {
    const capacity = this.values.length * 2;
    const rows = new Uint32Array(capacity);
    const keys = new Uint32Array(capacity);
    const values = new Float64Array(capacity);
    rows.set(this.pointRows);
    keys.set(this.pointKeys);
    values.set(this.values);
    this.pointRows = rows;
    this.pointKeys = keys;
    this.values = values;
  }
}

/** Clients that write strict JSON send these three as text. */
const SPELLED_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

const NOT_AN_OBJECT = 'the line is JSON, but not an object';

function parsePlain(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json;
  } catch {
    return undefined;
  }
}

/** Whether the line has as many opening brackets as a value needs that is nested too deep. */
function mayBeTooDeep(line: string): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    let at = line.indexOf(bracket);
    while (at >= 0) {
      count += 1;
      if (count > MAX_JSON_DEPTH) return true;
      at = line.indexOf(bracket, at + 1);
    }
  }
  return false;
}

function isPlainObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind an object names itself, or `map` for one that is nested too deep to be taken apart. */
function typeNameOf(type: unknown): string {
  return typeof type === 'string' ? type : 'map';
}

function kindOf(value: unknown): string {
  if (value === null) return 'nil';
  return Array.isArray(value) ? 'list' : typeof value;
}

function wholeNumber(step: unknown): bigint | null {
  if (typeof step === 'bigint') return step;
  return typeof step === 'number' && Number.isInteger(step) ? BigInt(step) : null;
}

/** Seconds since the epoch to microseconds; null for what is no time. */
function microseconds(timestamp: unknown): bigint | null {
  if (typeof timestamp !== 'number') return null;
  const time = Math.round(timestamp * 1e6);
  return Number.isSafeInteger(time) ? BigInt(time) : null;
}

/** Inside JSON a lone surrogate can only stand in a text, where its escape means the same. */
function escapeLoneSurrogates(line: string): string {
  let escaped = '';
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    escaped += code >= 0xd800 && code <= 0xdfff ? `\\u${code.toString(16)}` : character;
  }
  return escaped;
}
