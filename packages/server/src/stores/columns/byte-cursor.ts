/** Lengths in ClickHouse's binary formats: seven bits a byte, the lowest first, and a bit that says that more follow. */
const MORE = 0x80;

/** Walks over an answer in one of ClickHouse's binary formats, from what every one of them is made of. */
export class ByteCursor {
  protected readonly bytes: Buffer;
  protected at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** @throws RangeError when the answer was cut off */
  length(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw cutOff();
      this.at += 1;
      value += (byte & (MORE - 1)) * scale;
      if (byte < MORE) return value;
      scale *= MORE;
    }
  }

  /**
   * A length and so many bytes of text.
   * @param encoding `latin1` is faster, for what is known to be ASCII
   * @throws RangeError when the answer was cut off
   */
  text(encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const size = this.length();
    if (size === 0) return '';
    const start = this.take(size);
    return this.bytes.toString(encoding, start, start + size);
  }

  /**
   * Where the next bytes stand, which are passed over.
   * @throws RangeError when the answer was cut off
   */
  take(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.bytes.length) throw cutOff();
    return start;
  }
}

export const cutOff = (): RangeError => new RangeError('The answer of the engine was cut off.');
