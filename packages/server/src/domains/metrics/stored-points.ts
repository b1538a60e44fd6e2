import { ByteCursor, cutOff } from '../../stores/columns/index.ts';
import type { PointRoom } from './point-room.ts';
import { type Words, wordsOf } from './series/words.ts';

/**
 * Points as the engine answers them in ClickHouse's `Native` format, column by column; numbers are
 * texts that stay where they stand in the answer. Columns may be longer than there are points.
 */
export interface StoredPoints {
  readonly count: number;
  /** Whose rows they are of; null when all are of one source. */
  readonly sources: Words | null;
  readonly steps: Words;
  /** Encoded. */
  readonly keys: readonly string[];
  readonly key: Uint32Array;
  readonly forms: readonly string[];
  readonly form: Uint32Array;
  /** Where the text of each number begins; the byte before it says how long it is. */
  readonly number: Uint32Array;
  /** Bytes of all numbers together, at most. */
  readonly numberBytes: number;
  /** Of the points that have a rest. */
  readonly rests: ReadonlyMap<number, TextPlace>;
  readonly bytes: Uint8Array;
}

/** Where a text begins and ends. */
export interface TextPlace {
  readonly from: number;
  readonly to: number;
}

/** Columns of the answer that are known, by name and type. */
const COLUMNS: ReadonlySet<string> = new Set([
  'run UInt64',
  'step Int64',
  'key LowCardinality(String)',
  'form LowCardinality(String)',
  'number String',
  'rest String',
]);

const INDEX_WIDTHS = [1, 2, 4] as const;
/** Lengths of texts below this are one byte. */
const LONG = 0x80;

/** @throws RangeError when the answer is cut off or holds other columns */
export function readStoredPoints(bytes: Uint8Array, room: PointRoom): StoredPoints {
  const scan = new BlockScan(bytes);
  const sources: BigInt64Array[] = [];
  const keys = new Dictionary();
  const forms = new Dictionary();
  const rests = new Map<number, TextPlace>();
  let count = 0;
  let numberBytes = 0;
  while (!scan.done) {
    const columnCount = scan.length();
    const rowCount = scan.length();
    const first = count;
    count += rowCount;
    room.reserve(count);
    for (let column = 0; column < columnCount; column += 1) {
      const name = scan.text();
      if (!COLUMNS.has(`${name} ${scan.text()}`)) {
        throw new RangeError(`The engine answered a column ${name} that was not asked for.`);
      }
      if (rowCount === 0) continue;
      if (name === 'run') sources.push(scan.words(rowCount));
      else if (name === 'step') scan.wordsInto(room.steps, first, rowCount);
      else if (name === 'key') scan.dictionary(keys, room.key, first);
      else if (name === 'form') scan.dictionary(forms, room.form, first);
      else if (name === 'number') numberBytes += scan.numbers(room.number, first, rowCount);
      else scan.rests(rests, first, rowCount);
    }
  }
  return {
    count,
    sources: sources.length === 0 ? null : wordsOf(joined(sources)),
    steps: { high: room.steps, low: new Uint32Array(room.steps.buffer) },
    keys: keys.texts,
    key: room.key,
    forms: forms.texts,
    form: room.form,
    number: room.number,
    numberBytes,
    rests,
    bytes,
  };
}

/** Texts of a column of few different ones, by the blocks of an answer that each bring their own. */
class Dictionary {
  readonly texts: string[] = [];
  private readonly ids = new Map<string, number>();

  idOf(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.ids.set(text, id);
    this.texts.push(text);
    return id;
  }
}

class BlockScan extends ByteCursor {
  /** 64-bit values, copied since they may stand anywhere. */
  words(count: number): BigInt64Array {
    const halves = new Int32Array(count * 2);
    this.wordsInto(halves, 0, count);
    return new BigInt64Array(halves.buffer);
  }

  /** 64-bit values as their halves. */
  wordsInto(target: Int32Array, first: number, count: number): void {
    const start = this.take(count * 8);
    new Uint8Array(target.buffer).set(this.bytes.subarray(start, start + count * 8), first * 8);
  }

  /** Texts of numbers, none of which is long. Tells how many bytes they take. */
  numbers(target: Uint32Array, first: number, count: number): number {
    const { bytes } = this;
    const from = this.at;
    let at = from;
    for (let row = first; row < first + count; row += 1) {
      const size = bytes[at] as number;
      if (!(size < LONG)) throw cutOff();
      target[row] = at + 1;
      at += size + 1;
    }
    this.at = at;
    if (at > bytes.byteLength) throw cutOff();
    return at - from;
  }

  rests(target: Map<number, TextPlace>, first: number, count: number): void {
    for (let row = first; row < first + count; row += 1) {
      const size = this.length();
      if (size === 0) continue;
      const from = this.take(size);
      target.set(row, { from, to: from + size });
    }
  }

  /** `LowCardinality`: a version, flags with the width of the indices, the texts, the indices. */
  dictionary(texts: Dictionary, target: Uint32Array, first: number): void {
    this.take(8);
    const width = INDEX_WIDTHS[this.bytes.readUInt8(this.take(8))];
    if (width === undefined) throw new RangeError('The engine answered a dictionary too large.');
    const textCount = Number(this.bytes.readBigUInt64LE(this.take(8)));
    const ids = Uint32Array.from({ length: textCount }, () => texts.idOf(this.text()));
    const count = Number(this.bytes.readBigUInt64LE(this.take(8)));
    const { bytes } = this;
    const from = this.take(count * width);
    for (let row = 0; row < count; row += 1) {
      const own = width === 1 ? bytes[from + row] : bytes.readUIntLE(from + row * width, width);
      target[first + row] = ids[own as number] as number;
    }
  }
}

function joined(parts: readonly BigInt64Array[]): BigInt64Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const whole = new BigInt64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
