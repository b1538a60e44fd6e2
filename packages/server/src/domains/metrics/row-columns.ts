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
  /** Index of the line that the row came in. */
  readonly lines: Uint32Array;
  readonly steps: BigInt64Array;
  /** Client clock, seconds. */
  readonly clocks: Float64Array;
  /** How the row differs from its points, by row; see `row-form.ts`. Rows that do not are not named. */
  readonly forms: ReadonlyMap<number, string>;
  readonly rests: ReadonlyMap<number, string>;
}

export interface PointColumns {
  readonly count: number;
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
  readonly values: Float64Array;
  /** How a point was spelled, by point, where that means something. */
  readonly forms: ReadonlyMap<number, string>;
}

/** A value that is no number: where it is and what kind it is; the row's rest holds what it is. */
export interface DecodedObject {
  readonly row: number;
  readonly key: string;
  readonly type: string;
}

/** Gathers rows and points. A row is begun, gets its points, and is kept or dropped with them. */
export class ColumnBuilder {
  private rowCount = 0;
  private readonly lines: Uint32Array;
  private readonly steps: BigInt64Array;
  private readonly clocks: Float64Array;
  private readonly rowForms = new Map<number, string>();
  private readonly rests = new Map<number, string>();
  private readonly keyIds = new Map<string, number>();
  readonly keys: string[] = [];
  /** One more than the last row that has the key. */
  private lastRows = new Uint32Array(64);
  private pointCount = 0;
  private pointRows: Uint32Array;
  private pointKeys: Uint32Array;
  private values: Float64Array;
  private readonly pointForms = new Map<number, string>();
  private readonly objects: DecodedObject[] = [];
  private startedAt: number | null = null;

  constructor(lineCount: number) {
    this.lines = new Uint32Array(lineCount);
    this.steps = new BigInt64Array(lineCount);
    this.clocks = new Float64Array(lineCount);
    const capacity = Math.max(64, lineCount * 8);
    this.pointRows = new Uint32Array(capacity);
    this.pointKeys = new Uint32Array(capacity);
    this.values = new Float64Array(capacity);
  }

  /** The number of a key; the same text has the same number. */
  keyId(key: string): number {
    const known = this.keyIds.get(key);
    if (known !== undefined) return known;
    const id = this.keys.length;
    this.keyIds.set(key, id);
    this.keys.push(key);
    if (id === this.lastRows.length) {
      const larger = new Uint32Array(id * 2);
      larger.set(this.lastRows);
      this.lastRows = larger;
    }
    return id;
  }

  /** Adds a point to the row that is being read; false when the row has one of that key already. */
  addPoint(key: number, value: number): boolean {
    const row = this.rowCount + 1;
    if (this.lastRows[key] === row) return false;
    this.lastRows[key] = row;
    const at = this.pointCount;
    if (at === this.values.length) this.grow();
    this.pointRows[at] = this.rowCount;
    this.pointKeys[at] = key;
    this.values[at] = value;
    this.pointCount = at + 1;
    return true;
  }

  /** Says how the last point was spelled. */
  setForm(form: string): void {
    if (form !== '') this.pointForms.set(this.pointCount - 1, form);
  }

  addObject(key: string, type: string): void {
    this.objects.push({ row: this.rowCount, key, type });
  }

  /** Where the row that is being read begins, to come back to. */
  mark(): number {
    return this.pointCount;
  }

  /** Takes back the points of the row that is being read. */
  takeBack(mark: number): void {
    for (let at = mark; at < this.pointCount; at += 1) {
      this.lastRows[this.pointKeys[at] as number] = 0;
      this.pointForms.delete(at);
    }
    this.pointCount = mark;
    while (this.objects.at(-1)?.row === this.rowCount) this.objects.pop();
  }

  /** Keeps the row that was read. */
  endRow(line: number, step: bigint, clock: number, form = '', rest = ''): void {
    const row = this.rowCount;
    this.lines[row] = line;
    this.steps[row] = step;
    this.clocks[row] = clock;
    if (form !== '') this.rowForms.set(row, form);
    if (rest !== '') this.rests.set(row, rest);
    this.rowCount = row + 1;
  }

  /** From the first row that has both clocks. */
  noteStart(timestamp: unknown, runtime: unknown): void {
    if (this.startedAt !== null) return;
    if (typeof timestamp !== 'number' || typeof runtime !== 'number') return;
    const start = timestamp - runtime;
    if (Number.isFinite(start)) this.startedAt = start;
  }

  finish(bad: DecodedColumns['bad']): DecodedColumns {
    return {
      rows: {
        count: this.rowCount,
        lines: this.lines.subarray(0, this.rowCount),
        steps: this.steps.subarray(0, this.rowCount),
        clocks: this.clocks.subarray(0, this.rowCount),
        forms: this.rowForms,
        rests: this.rests,
      },
      keys: this.keys,
      points: {
        count: this.pointCount,
        rows: this.pointRows.subarray(0, this.pointCount),
        keys: this.pointKeys.subarray(0, this.pointCount),
        values: this.values.subarray(0, this.pointCount),
        forms: this.pointForms,
      },
      objects: this.objects,
      startedAt: this.startedAt,
      bad,
    };
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
