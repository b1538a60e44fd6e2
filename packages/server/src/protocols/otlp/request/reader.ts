/** The bytes are no message of this kind. */
export class WireError extends Error {}

/** How the bytes of a field are laid out. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const GROUP_START = 3;
const GROUP_END = 4;
const MAX_VARINT_BYTES = 10;
/** 49 bits. */
const EXACT_VARINT_BYTES = 7;

/**
 * Reads one protobuf message, field by field, out of the bytes of a request without copying them.
 * `fieldNumber` and `wireType` are of the field that `next` found.
 */
export class MessageReader {
  fieldNumber = 0;
  wireType = 0;
  private readonly bytes: Buffer;
  private readonly end: number;
  private at: number;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Goes on to the next field; false at the end of the message. */
  next(): boolean {
    if (this.at >= this.end) return false;
    const tag = this.varint();
    this.fieldNumber = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.fieldNumber === 0) throw new WireError('a field has the number 0');
    return true;
  }

  /** The value of a varint field as a double: exact below 2^53. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let read = 0; read < MAX_VARINT_BYTES; read += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new WireError('a number has more than 10 bytes');
  }

  /** The value of an `int64` field: a double where it has few bytes, which is quicker. */
  int64(): bigint {
    const start = this.at;
    for (let read = 0; read < EXACT_VARINT_BYTES; read += 1) {
      if (this.byte() < 0x80) {
        this.at = start;
        return BigInt(this.varint());
      }
    }
    this.at = start;
    let value = 0n;
    for (let read = 0n; read < MAX_VARINT_BYTES; read += 1n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << (read * 7n);
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new WireError('a number has more than 10 bytes');
  }

  fixed64(): bigint {
    const start = this.take(8);
    return this.bytes.readBigUInt64LE(start);
  }

  fixed32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  double(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  /** Bytes that are no UTF-8 become U+FFFD. */
  text(): string {
    const length = this.varint();
    const start = this.take(length);
    return this.bytes.toString('utf8', start, start + length);
  }

  slice(): Buffer {
    const length = this.varint();
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  message(): MessageReader {
    const length = this.varint();
    const start = this.take(length);
    return new MessageReader(this.bytes, start, start + length);
  }

  /** Passes over a field that is not known here. */
  skip(): void {
    switch (this.wireType) {
      case WIRE.varint:
        this.varint();
        return;
      case WIRE.fixed64:
        this.take(8);
        return;
      case WIRE.bytes:
        this.take(this.varint());
        return;
      case WIRE.fixed32:
        this.take(4);
        return;
      case GROUP_START:
      case GROUP_END:
        throw new WireError('groups are not known here');
      default:
        throw new WireError(`there is no wire type ${this.wireType}`);
    }
  }

  private byte(): number {
    const byte = this.at < this.end ? this.bytes[this.at] : undefined;
    if (byte === undefined) throw new WireError('the message ends in the middle of a field');
    this.at += 1;
    return byte;
  }

  private take(length: number): number {
    const start = this.at;
    if (length > this.end - start) throw new WireError('the message ends in the middle of a field');
    this.at = start + length;
    return start;
  }
}
