/**
 * Memory in which the columns of an answer are taken apart and rows are put together, used for one
 * answer after the other. Taken anew for each, it would make the collector look through the whole heap
 * every few answers: that took more time than the rows. What stands in it is valid until the next use.
 */
export class PointRoom {
  /** Gives memory of at least so many bytes for the texts of rows, which outlive the next use. */
  readonly allocate: (sizeBytes: number) => Buffer;
  /** Halves of the steps, two a point. */
  steps = new Int32Array(0);
  key = new Uint32Array(0);
  form = new Uint32Array(0);
  /** Where the text of each number begins, after the byte that says how long it is. */
  number = new Uint32Array(0);
  /** Which row each point belongs to. */
  rowOf = new Uint32Array(0);
  /** Points by row. */
  members = new Uint32Array(0);
  /** Points that are records of rows. */
  records = new Uint32Array(0);

  constructor(allocate: (sizeBytes: number) => Buffer = Buffer.allocUnsafeSlow) {
    this.allocate = allocate;
  }

  /** Makes room for so many points; those that stand there stay. */
  reserve(count: number): void {
    if (count <= this.key.length) return;
    const size = Math.max(count, Math.min(this.key.length * 2, count + MOST_SPARE));
    this.steps = grown(this.steps, size * 2);
    this.key = grown(this.key, size);
    this.form = grown(this.form, size);
    this.number = grown(this.number, size);
    // These are filled once all points are there.
    this.rowOf = new Uint32Array(size);
    this.members = new Uint32Array(size);
    this.records = new Uint32Array(size);
  }
}

/** Points that columns have room for beyond those there are. */
const MOST_SPARE = 250_000;

function grown<Column extends Int32Array | Uint32Array>(column: Column, size: number): Column {
  const larger = new (column.constructor as new (length: number) => Column)(size);
  larger.set(column);
  return larger;
}
