import { type Words, wordsOf } from './series/words.ts';

/**
 * Points as the engine answers them in ClickHouse's `Native` format, column by column; numbers are
 * texts that stay where they stand in the answer.
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
  readonly number: TextPlaces;
  readonly rest: TextPlaces;
  readonly bytes: Uint8Array;
}

/** Where the texts of a column begin and end. */
export interface TextPlaces {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Columns of the answer that are known, by name and type. */
const COLUMNS: ReadonlyMap<string, 'words' | 'dictionary' | 'texts'> = new Map([
  ['run UInt64', 'words'],
  ['step Int64', 'words'],
  ['key LowCardinality(String)', 'dictionary'],
  ['form LowCardinality(String)', 'dictionary'],
  ['number String', 'texts'],
  ['rest String', 'texts'],
]);

const INDEX_WIDTHS = [1, 2, 4] as const;

/** @throws RangeError when the answer is cut off or holds other columns */
export function readStoredPoints(bytes: Uint8Array): StoredPoints {
  const scan = new BlockScan(bytes);
  const words = { run: [] as Int32Array[], step: [] as Int32Array[] };
  const keys = new Dictionary();
  const forms = new Dictionary();
  const numbers: TextPlaces[] = [];
  const rests: TextPlaces[] = [];
  let count = 0;
  while (!scan.done) {
    const columnCount = scan.length();
    const rowCount = scan.length();
    count += rowCount;
    for (let column = 0; column < columnCount; column += 1) {
      const name = scan.text();
      const kind = COLUMNS.get(`${name} ${scan.text()}`);
      if (rowCount === 0) continue;
      if (kind === 'words') words[name as 'run' | 'step'].push(scan.words(rowCount));
      else if (kind === 'dictionary') scan.dictionary(name === 'key' ? keys : forms);
      else if (kind === 'texts') (name === 'number' ? numbers : rests).push(scan.texts(rowCount));
      else throw new RangeError(`The engine answered a column ${name} that was not asked for.`);
    }
  }
  return {
    count,
    sources: words.run.length === 0 ? null : wordsOfHalves(joined(words.run, Int32Array)),
    steps: wordsOfHalves(joined(words.step, Int32Array)),
    keys: keys.texts,
    key: joined(keys.indices, Uint32Array),
    forms: forms.texts,
    form: joined(forms.indices, Uint32Array),
    number: joinedPlaces(numbers),
    rest: joinedPlaces(rests),
    bytes,
  };
}

/** Texts of a column of few different ones, by the blocks of an answer that each bring their own. */
class Dictionary {
  readonly texts: string[] = [];
  readonly indices: Uint32Array[] = [];
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

class BlockScan {
  private readonly bytes: Uint8Array;
  private readonly buffer: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.at >= this.bytes.byteLength;
  }

  length(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw cutOff();
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  text(): string {
    const size = this.length();
    const start = this.take(size);
    return this.buffer.toString('utf8', start, start + size);
  }

  /** 64-bit values as their halves, copied since they may stand anywhere. */
  words(count: number): Int32Array {
    const start = this.take(count * 8);
    return new Int32Array(this.copy(start, count * 8));
  }

  texts(count: number): TextPlaces {
    const starts = new Uint32Array(count);
    const ends = new Uint32Array(count);
    const { bytes } = this;
    let { at } = this;
    for (let row = 0; row < count; row += 1) {
      let size = bytes[at] as number;
      at += 1;
      if (size >= 0x80) {
        this.at = at - 1;
        size = this.length();
        at = this.at;
      }
      starts[row] = at;
      at += size;
      ends[row] = at;
    }
    this.at = at;
    if (!(at <= bytes.byteLength)) throw cutOff();
    return { starts, ends };
  }

  /** `LowCardinality`: a version, flags with the width of the indices, the texts, the indices. */
  dictionary(target: Dictionary): void {
    this.take(8);
    const width = INDEX_WIDTHS[this.buffer.readUInt8(this.take(8))];
    if (width === undefined) throw new RangeError('The engine answered a dictionary too large.');
    const texts = Number(this.buffer.readBigUInt64LE(this.take(8)));
    const ids = Uint32Array.from({ length: texts }, () => target.idOf(this.text()));
    const count = Number(this.buffer.readBigUInt64LE(this.take(8)));
    const raw = this.copy(this.take(count * width), count * width);
    const own =
      width === 1 ? new Uint8Array(raw) : width === 2 ? new Uint16Array(raw) : new Uint32Array(raw);
    const indices = new Uint32Array(count);
    for (let at = 0; at < count; at += 1) indices[at] = ids[own[at] as number] as number;
    target.indices.push(indices);
  }

  private copy(start: number, size: number): ArrayBuffer {
    const copy = new ArrayBuffer(size);
    new Uint8Array(copy).set(this.bytes.subarray(start, start + size));
    return copy;
  }

  /** Where the next bytes stand, which are passed over. */
  private take(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.bytes.byteLength) throw cutOff();
    return start;
  }
}

const cutOff = (): RangeError => new RangeError('The answer of the engine was cut off.');

const wordsOfHalves = (halves: Int32Array): Words =>
  wordsOf(new BigInt64Array(halves.buffer as ArrayBuffer));

const joinedPlaces = (parts: readonly TextPlaces[]): TextPlaces => ({
  starts: joined(
    parts.map(({ starts }) => starts),
    Uint32Array,
  ),
  ends: joined(
    parts.map(({ ends }) => ends),
    Uint32Array,
  ),
});

function joined<Column extends Int32Array | Uint32Array>(
  parts: readonly Column[],
  make: new (length: number) => Column,
): Column {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const whole = new make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
