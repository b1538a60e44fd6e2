import { nearestDouble } from './decimal.ts';
import type { Lines } from './lines.ts';
import type { ColumnBuilder } from './row-columns.ts';
import { FLOAT, NO_STEP, NO_TIME } from './row-form.ts';
import { isTime } from './row-text.ts';
import type { Stream } from './types.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UPPER_E = 0x45;
const LOWER_E = 0x65;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Digits that fit into 32 bits; a number is read as two such halves. */
const HALF_DIGITS = 9;
/** Digits of which a double holds every number. */
const EXACT_DIGITS = 15;

const TENS = Float64Array.of(1, 10, 100, 1000, 10_000, 100_000, 1_000_000);

const FIRST_SLOTS = 256;

/** What a key means to the row. */
const METRIC = 0;
const STEP = 1;
const TIME = 2;
const RUNTIME = 3;
const ODD = 4;

const MEANINGS: ReadonlyMap<string, number> = new Map([
  ['_step', STEP],
  ['_timestamp', TIME],
  ['_runtime', RUNTIME],
  ['_wandb', ODD],
]);

/**
 * Takes plain rows apart where they stand in the body of the request, byte by byte: objects of numbers
 * under keys without escapes, written without blanks, as the client does. No text is made of them;
 * keys are told apart by their bytes. Any other line is left to whoever reads all of JSON.
 */
export class ByteRows {
  private readonly columns: ColumnBuilder;
  private readonly lines: Lines;
  private readonly bytes: Buffer;
  private at = 0;

  /** Of the number that was read last. */
  private isFloat = false;

  /** Keys by the hash of their bytes: one more than their place in the lists below, 0 where none is. */
  private slots = new Uint32Array(FIRST_SLOTS);
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly meanings: number[] = [];
  private readonly ids: number[] = [];

  constructor(columns: ColumnBuilder, lines: Lines) {
    this.columns = columns;
    this.lines = lines;
    this.bytes = lines.bytes;
  }

  /** Adds the row of a line; false, and nothing added, when the line is not plain. */
  add(stream: Stream, line: number, lineNumber: number, fallbackTime: bigint): boolean {
    const mark = this.columns.mark();
    if (stream === 'history' && this.row(line, lineNumber, fallbackTime)) return true;
    this.columns.takeBack(mark);
    return false;
  }

  private row(line: number, lineNumber: number, fallbackTime: bigint): boolean {
    const { bytes, columns } = this;
    const end = this.lines.end(line);
    this.at = this.lines.start(line);
    let step = Number.NaN;
    let time = Number.NaN;
    let runtime = Number.NaN;
    let hasStep = false;
    let hasTime = false;
    if (bytes[this.at] !== OPEN) return false;
    this.at += 1;
    if (bytes[this.at] === CLOSE) this.at += 1;
    else {
      for (;;) {
        const key = this.key(end);
        if (key < 0) return false;
        const value = this.number();
        // A number is followed by the sign that ends it, or it was none.
        const sign = bytes[this.at];
        this.at += 1;
        if (sign !== COMMA && sign !== CLOSE) return false;
        switch (this.meanings[key] as number) {
          case METRIC:
          case RUNTIME:
            if (!columns.addPoint(this.ids[key] as number, value)) return false;
            if (this.isFloat && Number.isSafeInteger(value)) columns.setForm(FLOAT);
            if (this.meanings[key] === RUNTIME) runtime = value;
            break;
          case STEP:
            if (hasStep || this.isFloat || !Number.isInteger(value)) return false;
            if (Object.is(value, -0)) return false;
            hasStep = true;
            step = value;
            break;
          case TIME:
            if (hasTime || !isTime(value)) return false;
            if (Number.isInteger(value) && (this.isFloat || Object.is(value, -0))) return false;
            hasTime = true;
            time = value;
            break;
          default:
            return false;
        }
        if (sign === CLOSE) break;
      }
    }
    if (this.at !== end) return false;
    if (hasTime) columns.noteStart(time, Number.isNaN(runtime) ? null : runtime);
    columns.endRow(
      line,
      BigInt(hasStep ? step : lineNumber),
      hasTime ? time : Number(fallbackTime) / 1e6,
      (hasStep ? '' : NO_STEP) + (hasTime ? '' : NO_TIME),
    );
    return true;
  }

  /** The place of the key that is read, with its quotes and the colon behind it; −1 when it is not plain. */
  private key(end: number): number {
    const { bytes } = this;
    let at = this.at;
    if (bytes[at] !== BACKSLASH || bytes[at + 1] !== QUOTE) return -1;
    at += 2;
    const start = at;
    let hash = 0;
    let byte = bytes[at] as number;
    while (byte !== BACKSLASH && at < end) {
      if (byte < SPACE) return -1;
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
      byte = bytes[at] as number;
    }
    if (bytes[at + 1] !== QUOTE || bytes[at + 2] !== COLON || at >= end) return -1;
    this.at = at + 3;
    return this.placeOf(start, at - start, hash);
  }

  private placeOf(start: number, length: number, hash: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const place = (slots[slot] as number) - 1;
      if (place < 0) return this.register(start, length, hash, slot);
      if (this.hashes[place] === hash && this.isAt(place, start, length)) return place;
    }
  }

  private isAt(place: number, start: number, length: number): boolean {
    if (this.lengths[place] !== length) return false;
    const { bytes } = this;
    const known = this.starts[place] as number;
    for (let offset = 0; offset < length; offset += 1) {
      if (bytes[known + offset] !== bytes[start + offset]) return false;
    }
    return true;
  }

  private register(start: number, length: number, hash: number, slot: number): number {
    const key = this.bytes.toString('utf8', start, start + length);
    const place = this.ids.length;
    const meaning = MEANINGS.get(key) ?? METRIC;
    this.hashes.push(hash);
    this.starts.push(start);
    this.lengths.push(length);
    this.meanings.push(meaning);
    this.ids.push(meaning === METRIC || meaning === RUNTIME ? this.columns.keyId(key) : 0);
    this.slots[slot] = place + 1;
    if (this.ids.length * 2 > this.slots.length) this.rehash();
    return place;
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (const [place, hash] of this.hashes.entries()) {
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
    this.slots = slots;
  }

  /** The number that is read; when it is none, the position is left at what no number is followed by. */
  private number(): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at += 1;
    let byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return this.word(at, isNegative);
    // Nine digits are a small integer, with which arithmetic is twice as fast.
    let lead = 0;
    let tail = 0;
    let digits = 0;
    let exponent = 0;
    const first = at;
    while (byte >= ZERO && byte <= NINE) {
      if (digits < HALF_DIGITS) lead = (Math.imul(lead, 10) + (byte - ZERO)) | 0;
      else tail = (Math.imul(tail, 10) + (byte - ZERO)) | 0;
      if (digits > 0 || byte !== ZERO) digits += 1;
      at += 1;
      byte = bytes[at] as number;
    }
    // No number begins with a nought and another digit.
    if (bytes[first] === ZERO && at - first > 1) return this.refuse();
    this.isFloat = byte === POINT || byte === LOWER_E || byte === UPPER_E;
    if (byte === POINT) {
      at += 1;
      byte = bytes[at] as number;
      const from = at;
      while (byte >= ZERO && byte <= NINE) {
        if (digits < HALF_DIGITS) lead = (Math.imul(lead, 10) + (byte - ZERO)) | 0;
        else tail = (Math.imul(tail, 10) + (byte - ZERO)) | 0;
        if (digits > 0 || byte !== ZERO) digits += 1;
        at += 1;
        byte = bytes[at] as number;
      }
      if (at === from) return this.refuse();
      exponent = from - at;
    }
    if (byte === LOWER_E || byte === UPPER_E) {
      at += 1;
      byte = bytes[at] as number;
      const isDown = byte === MINUS;
      if (isDown || byte === PLUS) {
        at += 1;
        byte = bytes[at] as number;
      }
      const from = at;
      let power = 0;
      while (byte >= ZERO && byte <= NINE) {
        power = power * 10 + (byte - ZERO);
        at += 1;
        byte = bytes[at] as number;
      }
      if (at === from) return this.refuse();
      exponent += isDown ? -power : power;
    }
    let value = numberOfDigits(lead, tail, digits, exponent);
    if (Number.isNaN(value)) value = Math.abs(Number(bytes.toString('latin1', start, at)));
    // Its neighbours can't be told apart as doubles.
    if (!this.isFloat && !Number.isSafeInteger(value)) return this.refuse();
    this.at = at;
    return isNegative ? -value : value;
  }

  private word(at: number, isNegative: boolean): number {
    const { bytes } = this;
    this.isFloat = false;
    if (!isNegative && bytes[at] === 0x4e && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x4e) {
      this.at = at + 3;
      return Number.NaN;
    }
    if (bytes[at] === 0x49 && bytes.toString('latin1', at, at + 8) === 'Infinity') {
      this.at = at + 8;
      return isNegative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    }
    return this.refuse();
  }

  private refuse(): number {
    // The colon before what should have been a number ends none.
    this.at -= 1;
    return Number.NaN;
  }
}

/** NaN when it takes more to tell. */
function numberOfDigits(lead: number, tail: number, digits: number, exponent: number): number {
  if (digits > 2 * HALF_DIGITS) return Number.NaN;
  if (digits <= HALF_DIGITS) return nearestDouble(lead, 0, 0, exponent);
  const tailDigits = digits - HALF_DIGITS;
  if (digits > EXACT_DIGITS) return nearestDouble(lead, tail, tailDigits, exponent);
  return nearestDouble(lead * (TENS[tailDigits] as number) + tail, 0, 0, exponent);
}
