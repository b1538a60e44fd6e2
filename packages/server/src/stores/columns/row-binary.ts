import { ByteCursor } from './byte-cursor.ts';

/** Reads ClickHouse's `RowBinary` format value by value, in the order of the statement's columns. */
export class RowBinaryReader extends ByteCursor {
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

  /** An `int64` that is known to be within 2^53. */
  signed64(): number {
    const value = this.bytes.readUInt32LE(this.at) + this.bytes.readInt32LE(this.at + 4) * 2 ** 32;
    this.at += 8;
    return value;
  }

  float64(): number {
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
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
    const start = this.take(byteLength);
    const copy = new ArrayBuffer(byteLength);
    this.bytes.copy(new Uint8Array(copy), 0, start, start + byteLength);
    return copy;
  }
}
