/** Longer texts are encoded by the runtime, which takes its time to be called. */
const MOST_BY_HAND = 128;
const FIRST_SIZE = 64 * 1024;

/**
 * JSON put together from many small pieces, as UTF-8. Joined as texts and encoded at the end, a hundred
 * thousand keys take three times as long.
 */
export class JsonBytes {
  private target = Buffer.allocUnsafeSlow(FIRST_SIZE);
  private size = 0;

  /** A piece as it is. */
  put(text: string): void {
    if (text.length > MOST_BY_HAND || !this.putAscii(text)) this.putEncoded(text);
  }

  /** A text in its quotes. */
  putString(text: string): void {
    const from = this.size;
    this.room(1);
    this.target[this.size] = QUOTE;
    this.size += 1;
    if (text.length <= MOST_BY_HAND && this.putAscii(text, true)) {
      this.room(1);
      this.target[this.size] = QUOTE;
      this.size += 1;
      return;
    }
    this.size = from;
    this.putEncoded(JSON.stringify(text));
  }

  /** What was put so far; nothing may be put after it. */
  bytes(): Buffer {
    return this.target.subarray(0, this.size);
  }

  /** @returns whether each character was one that stands for itself, in text or between quotes; if not, nothing was put */
  private putAscii(text: string, isQuoted = false): boolean {
    this.room(text.length);
    const { target, size } = this;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7e || (isQuoted && (code < 0x20 || code === QUOTE || code === BACKSLASH))) {
        return false;
      }
      target[size + at] = code;
    }
    this.size = size + text.length;
    return true;
  }

  private putEncoded(text: string): void {
    this.room(text.length * 3);
    this.size += this.target.write(text, this.size);
  }

  private room(bytes: number): void {
    if (this.size + bytes <= this.target.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.size + bytes, this.target.length * 2));
    this.target.copy(larger, 0, 0, this.size);
    this.target = larger;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
