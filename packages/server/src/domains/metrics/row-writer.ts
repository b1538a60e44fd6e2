import { decodeKey } from '@runloom/model';
import type { PointRoom } from './point-room.ts';
import { FLOAT, NO_STEP, NO_TIME, pathOfForm, ROW_KEY, WHOLE } from './row-form.ts';
import { nestedMembers } from './row-nesting.ts';
import { compareAt, numberAt } from './series/words.ts';
import type { StoredPoints } from './stored-points.ts';
import { type RowStyle, StoredRows } from './stored-rows.ts';

const NO_ROW = 2 ** 32 - 1;
/** What a number may become longer by: `inf` is `Infinity`, a whole float gets `.0`. */
const NUMBER_ROOM = 5;
/** Brackets, quotes, the names of step and time and their digits. */
const ROW_ROOM = 96;

const [DOT, ZERO, MINUS, SMALL_E, SMALL_I, SMALL_N] = [0x2e, 0x30, 0x2d, 0x65, 0x69, 0x6e];
const [COMMA, BRACE] = [0x2c, 0x7b];

/**
 * Puts rows together from their points, which stand in the order of source, key and step. Numbers are
 * copied as the engine wrote them, straight into the bytes of the answer: no text is made of a row.
 * @param source whose points they are when they do not tell
 * @param room where the points stand
 */
export function writeRows(
  points: StoredPoints,
  source: number,
  style: RowStyle,
  room: PointRoom,
): StoredRows {
  const records = findRows(points, room);
  const order = inOrder(points, records);
  const members = membersOf(points, room, records.length);
  const pieces = piecesOf(points, style);
  const ends = endsOf(points, records, members.nested, style);
  const target = room.allocate(roomFor(points, pieces, ends, records.length));
  const writer = new RowWriter(points, pieces, target);
  const starts = new Uint32Array(records.length);
  const stops = new Uint32Array(records.length);
  const steps = new BigInt64Array(records.length);
  const sources = new Float64Array(records.length);
  const stepHalves = new Int32Array(steps.buffer);
  for (let place = 0; place < records.length; place += 1) {
    const row = order === null ? place : (order[place] as number);
    const record = records[row] as number;
    if (place > 0) writer.part();
    starts[place] = writer.size;
    writer.row(record, members, row, ends.get(row));
    stops[place] = writer.size;
    stepHalves[place * 2] = points.steps.high[record * 2] as number;
    stepHalves[place * 2 + 1] = points.steps.high[record * 2 + 1] as number;
    sources[place] = points.sources === null ? source : numberAt(points.sources, record);
  }
  return new StoredRows({ style, bytes: target, starts, ends: stops, steps, sources });
}

/** The points that are records of rows; `rowOf` then says for each other point which of them is its row's. */
function findRows(
  { count, sources, steps, keys, key }: StoredPoints,
  { records, rowOf }: PointRoom,
): Uint32Array {
  const rowKey = keys.indexOf(ROW_KEY);
  rowOf.fill(NO_ROW, 0, count);
  let rowCount = 0;
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && (sources === null || compareAt(sources, to, sources, from) === 0)) to += 1;
    const first = rowCount;
    for (let at = from; at < to; at += 1) {
      if (key[at] !== rowKey) continue;
      records[rowCount] = at;
      rowCount += 1;
    }
    let row = first;
    for (let at = from; at < to; at += 1) {
      if (key[at] === rowKey) continue;
      if (at > from && key[at] !== key[at - 1]) row = first;
      while (row < rowCount && compareAt(steps, records[row] as number, steps, at) < 0) row += 1;
      if (row < rowCount && compareAt(steps, records[row] as number, steps, at) === 0) {
        rowOf[at] = row;
      }
    }
  }
  return records.subarray(0, rowCount);
}

/** Rows of several sources by step, time and source; null when they stand in order. */
function inOrder(points: StoredPoints, records: Uint32Array): Uint32Array | null {
  const { sources, steps } = points;
  if (sources === null) return null;
  const clocks = Float64Array.from(records, (record) => Number(textAt(points, record)));
  const compare = (a: number, b: number): number => {
    const [left, right] = [records[a] as number, records[b] as number];
    const bySteps = compareAt(steps, left, steps, right);
    if (bySteps !== 0) return bySteps;
    const byClocks = (clocks[a] as number) - (clocks[b] as number);
    return byClocks === 0 || Number.isNaN(byClocks) ? left - right : byClocks;
  };
  return Uint32Array.from(records.keys()).sort(compare);
}

interface Members {
  /** Of row i: from `starts[i]` to before `starts[i + 1]`. */
  readonly starts: Uint32Array;
  /** Points of the rows, each row's in the order of their keys. */
  readonly points: Uint32Array;
  /** Points inside of objects, by row. */
  readonly nested: ReadonlyMap<number, number[]>;
}

function membersOf(
  { count, forms, form }: StoredPoints,
  { rowOf, members: points }: PointRoom,
  rowCount: number,
): Members {
  const isFlat = forms.map((one) => one === '' || one === FLOAT);
  const starts = new Uint32Array(rowCount + 2);
  const nested = new Map<number, number[]>();
  for (let at = 0; at < count; at += 1) {
    const row = rowOf[at] as number;
    if (row === NO_ROW) continue;
    if (isFlat[form[at] as number]) {
      starts[row + 2] = (starts[row + 2] as number) + 1;
    } else {
      const others = nested.get(row);
      if (others === undefined) nested.set(row, [at]);
      else others.push(at);
      rowOf[at] = NO_ROW;
    }
  }
  for (let row = 2; row < starts.length; row += 1)
    starts[row] = (starts[row] as number) + (starts[row - 1] as number);
  for (let at = 0; at < count; at += 1) {
    const row = rowOf[at] as number;
    if (row === NO_ROW) continue;
    const place = starts[row + 1] as number;
    points[place] = at;
    starts[row + 1] = place + 1;
  }
  return { starts, points, nested };
}

/** What stands between the numbers. */
interface Pieces {
  readonly open: Uint8Array;
  readonly time: Uint8Array;
  readonly close: Uint8Array;
  readonly part: Uint8Array;
  /** Of each key: a comma, its name and a colon. */
  readonly keys: readonly Uint8Array[];
  /** Of each form: whether a whole number was written as a float. */
  readonly isFloat: readonly boolean[];
  readonly quote: Uint8Array;
}

function piecesOf({ keys, forms }: StoredPoints, style: RowStyle): Pieces {
  const quote = style === 'items' ? '"' : '';
  return {
    quote: Buffer.from(quote),
    open: styled('"_step":', style),
    time: styled(',"_timestamp":', style),
    close: Buffer.from(`}${quote}`),
    part: Buffer.from(style === 'items' ? ',' : '\n'),
    keys: keys.map((key) => styled(`,${JSON.stringify(decodeKey(key))}:`, style)),
    isFloat: forms.map((form) => form.startsWith(FLOAT)),
  };
}

const styled = (text: string, style: RowStyle): Buffer =>
  Buffer.from(style === 'lines' ? text : JSON.stringify(text).slice(1, -1));

/** What follows the plain numbers of a row, by row: members of objects, and what no point can hold. */
function endsOf(
  points: StoredPoints,
  records: Uint32Array,
  nested: Members['nested'],
  style: RowStyle,
): ReadonlyMap<number, Buffer> {
  const { rests, forms, form } = points;
  const bytes = Buffer.from(points.bytes.buffer, points.bytes.byteOffset, points.bytes.byteLength);
  const ends = new Map<number, Buffer>();
  for (const [row, record] of records.entries()) {
    const rest = rests.get(record);
    const members = nested.get(row);
    if (rest === undefined && members === undefined) continue;
    const text = rest === undefined ? '' : bytes.toString('utf8', rest.from, rest.to);
    if (forms[form[record] as number] === WHOLE) {
      ends.set(row, styled(text, style));
      continue;
    }
    const inside = nestedMembers(
      (members ?? []).map((at) => ({
        path: pathOfForm(
          decodeKey(points.keys[points.key[at] as number] ?? ''),
          forms[form[at] as number] ?? '',
        ),
        text: exactText(textAt(points, at), forms[form[at] as number]?.startsWith(FLOAT) === true),
      })),
    );
    // The rest is an object: its members, without its brackets.
    const others = text === '' ? '' : `,${text.slice(1, -1)}`;
    ends.set(row, styled(`${inside}${others}`, style));
  }
  return ends;
}

function roomFor(
  { count, key, numberBytes }: StoredPoints,
  { keys }: Pieces,
  ends: ReadonlyMap<number, Buffer>,
  rowCount: number,
): number {
  const lengths = Uint32Array.from(keys, (name) => name.length);
  let room = rowCount * ROW_ROOM + numberBytes + count * NUMBER_ROOM;
  for (let at = 0; at < count; at += 1) room += lengths[key[at] as number] as number;
  for (const end of ends.values()) room += end.length;
  return room;
}

function textAt({ bytes, number }: StoredPoints, at: number): string {
  const from = number[at] as number;
  const to = from + (bytes[from - 1] as number);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}

/** As `RowWriter.number`, of a text. */
function exactText(text: string, isFloat: boolean): string {
  if (text === 'nan') return 'NaN';
  if (text === 'inf') return 'Infinity';
  if (text === '-inf') return '-Infinity';
  if (/[.e]/.test(text)) return text;
  return isFloat || !Number.isSafeInteger(Number(text)) ? `${text}.0` : text;
}

class RowWriter {
  size = 0;
  private readonly points: StoredPoints;
  private readonly pieces: Pieces;
  private readonly target: Uint8Array;

  constructor(points: StoredPoints, pieces: Pieces, target: Uint8Array) {
    this.points = points;
    this.pieces = pieces;
    this.target = target;
  }

  part(): void {
    this.copy(this.pieces.part);
  }

  row(record: number, members: Members, row: number, end: Uint8Array | undefined): void {
    const { pieces, points } = this;
    const form = points.forms[points.form[record] as number] ?? '';
    this.copy(pieces.quote);
    if (form === WHOLE) {
      this.copy(end ?? pieces.quote);
      this.copy(pieces.quote);
      return;
    }
    const start = this.size;
    if (!form.includes(NO_STEP)) {
      this.put(BRACE);
      this.copy(pieces.open);
      this.step(record);
    }
    if (!form.includes(NO_TIME)) {
      this.copy(pieces.time);
      this.number(record, false);
    }
    const { starts } = members;
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at += 1) {
      const point = members.points[at] as number;
      this.copy(pieces.keys[points.key[point] as number] as Uint8Array);
      this.number(point, pieces.isFloat[points.form[point] as number] === true);
    }
    if (end !== undefined) this.copy(end);
    if (form.includes(NO_STEP)) {
      // The comma before the first member gives way to the bracket.
      if (this.size === start) this.put(COMMA);
      this.target[start] = BRACE;
    }
    this.copy(pieces.close);
  }

  /**
   * A number as JSON. A whole one has a point when it was sent as a float, and when integers can't hold
   * it, since its digits would say more than it is.
   */
  private number(point: number, isFloat: boolean): void {
    const { bytes, number } = this.points;
    const { target } = this;
    const from = number[point] as number;
    const to = from + (bytes[from - 1] as number);
    let { size } = this;
    let isWhole = true;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      if (byte === DOT || byte === SMALL_E) isWhole = false;
      target[size] = byte;
      size += 1;
    }
    const first = bytes[from] === MINUS ? from + 1 : from;
    const letter = bytes[first] as number;
    if (letter === SMALL_N || letter === SMALL_I) {
      this.word(exactText(textAt(this.points, point), isFloat));
      return;
    }
    this.size = size;
    if (!isWhole) return;
    if (!isFloat && (to - first < 16 || Number.isSafeInteger(Number(textAt(this.points, point)))))
      return;
    this.put(DOT);
    this.put(ZERO);
  }

  private step(record: number): void {
    const { steps } = this.points;
    const step = numberAt(steps, record);
    if (step >= 0 && step <= 0x7fffffff) this.digits(step);
    else if (Number.isSafeInteger(step)) this.word(String(step));
    else {
      const high = BigInt(steps.high[record * 2 + 1] as number);
      this.word(String((high << 32n) + BigInt(steps.low[record * 2] as number)));
    }
  }

  private digits(whole: number): void {
    let length = 1;
    for (let limit = 10; whole >= limit; limit *= 10) length += 1;
    let rest = whole;
    for (let at = this.size + length - 1; at >= this.size; at -= 1) {
      const next = (rest / 10) | 0;
      this.target[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.size += length;
  }

  private word(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.put(text.charCodeAt(at));
  }

  private put(byte: number): void {
    this.target[this.size] = byte;
    this.size += 1;
  }

  private copy(piece: Uint8Array): void {
    const { target } = this;
    let { size } = this;
    if (piece.length > 64) {
      target.set(piece, size);
      this.size = size + piece.length;
      return;
    }
    for (let at = 0; at < piece.length; at += 1) {
      target[size] = piece[at] as number;
      size += 1;
    }
    this.size = size;
  }
}
