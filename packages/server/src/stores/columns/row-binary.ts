/** Reads ClickHouse's `RowBinary` format value by value, in the order of the statement's columns. */
export class RowBinaryReader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  uint8(): number {
    const value = this.bytes.readUInt8(this.at);
    this.at += 1;
    return value;
  }

  uint32(): number {
    const value = this.bytes.readUInt32LE(this.at);
    this.at += 4;
    return value;
  }

  uint64(): bigint {
    const value = this.bytes.readBigUInt64LE(this.at);
    this.at += 8;
    return value;
  }

  /** A `uint64` that is known to be below 2^53. */
  number64(): number {
    const value = this.bytes.readUInt32LE(this.at) + this.bytes.readUInt32LE(this.at + 4) * 2 ** 32;
    this.at += 8;
    return value;
  }

  int64(): bigint {
    const value = this.bytes.readBigInt64LE(this.at);
    this.at += 8;
    return value;
  }

  float64(): number {
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  /** @param encoding `latin1` is faster, for what is known to be ASCII */
  text(encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const length = this.length();
    if (length === 0) return '';
    const value = this.bytes.toString(encoding, this.at, this.at + length);
    this.at += length;
    return value;
  }

  float64Array(): Float64Array {
    return new Float64Array(this.copy(this.length() * 8));
  }

  int64Array(): BigInt64Array {
    return new BigInt64Array(this.copy(this.length() * 8));
  }

  textArray(): string[] {
    return Array.from({ length: this.length() }, () => this.text());
  }

  uint32Array(): Uint32Array {
    return new Uint32Array(this.copy(this.length() * 4));
  }

  /** Copied, since typed arrays must stand at a multiple of their width. */
  private copy(byteLength: number): ArrayBuffer {
    const end = this.at + byteLength;
    if (end > this.bytes.length) throw new RangeError('The answer of the engine was cut off.');
    const copy = new ArrayBuffer(byteLength);
    this.bytes.copy(new Uint8Array(copy), 0, this.at, end);
    this.at = end;
    return copy;
  }

  private length(): number {
    let length = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes.readUInt8(this.at);
      this.at += 1;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) return length;
      scale *= 128;
    }
  }
}
