import { ByteCursor } from '../../../stores/columns/index.ts';

/** Columns of one answer, by name; each as long as the answer has rows. */
export type NativeColumns = Readonly<Record<string, NativeValues>>;
export type NativeValues =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | BigInt64Array
  | Float64Array;

type Maker = { new (length: number): NativeValues; readonly BYTES_PER_ELEMENT: number };

const TYPES: Readonly<Record<string, Maker>> = {
  UInt8: Uint8Array,
  UInt16: Uint16Array,
  UInt32: Uint32Array,
  UInt64: BigUint64Array,
  Int64: BigInt64Array,
  Float64: Float64Array,
};

interface Block {
  readonly rowCount: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly at: number;
  }[];
}

/**
 * Reads an answer in ClickHouse's `Native` format whose columns are numbers: blocks, each with its
 * columns one after the other, in which numbers stand as in memory. All blocks together make the
 * columns of the answer; without any the columns are missing.
 * @throws RangeError when the answer is cut off or holds other types
 */
export function readNativeColumns(bytes: Uint8Array): { rowCount: number; columns: NativeColumns } {
  const blocks = findBlocks(bytes);
  const rowCount = blocks.reduce((sum, block) => sum + block.rowCount, 0);
  const columns: Record<string, NativeValues> = {};
  for (const [index, { name, type }] of (blocks[0]?.columns ?? []).entries()) {
    const make = makerOf(type);
    const values = new make(rowCount);
    const target = new Uint8Array(values.buffer);
    let filled = 0;
    for (const block of blocks) {
      const size = block.rowCount * make.BYTES_PER_ELEMENT;
      const at = block.columns[index]?.at ?? 0;
      target.set(bytes.subarray(at, at + size), filled);
      filled += size;
    }
    columns[name] = values;
  }
  return { rowCount, columns };
}

function makerOf(type: string): Maker {
  const make = TYPES[type];
  if (make === undefined) throw new RangeError(`A column of numbers can't be of type ${type}.`);
  return make;
}

function findBlocks(bytes: Uint8Array): Block[] {
  const blocks: Block[] = [];
  const cursor = new ByteCursor(bytes);
  while (!cursor.done) {
    const columnCount = cursor.length();
    const rowCount = cursor.length();
    const columns: { name: string; type: string; at: number }[] = [];
    for (let column = 0; column < columnCount; column += 1) {
      const name = cursor.text();
      const type = cursor.text();
      const at = cursor.take(rowCount * makerOf(type).BYTES_PER_ELEMENT);
      columns.push({ name, type, at });
    }
    if (rowCount > 0) blocks.push({ rowCount, columns });
  }
  return blocks;
}
