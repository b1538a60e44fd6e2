/** Spare memory of all answers together, bytes. */
const MOST_SPARE_BYTES = 32 * 1024 * 1024;
/** Sizes are rounded up to this, so that answers that are about as large fit into one another's memory. */
const UNIT_BYTES = 256 * 1024;
/** Nobody has asked for so long: the memory goes back. */
const IDLE_MS = 10_000;

/**
 * Memory of answers that were read, for those that come after them. Taken anew for each, it would make
 * the collector look through the whole heap every few answers, which takes longer than reading them.
 */
export class AnswerMemory {
  private spare: Buffer[] = [];
  /** What was given: anything else may be part of memory that others stand in, as small buffers are. */
  private readonly own = new WeakSet<ArrayBufferLike>();
  private spareBytes = 0;
  private idle: NodeJS.Timeout | undefined;

  /** At least so many bytes. */
  take(sizeBytes: number): Buffer {
    const at = this.spare.findIndex((one) => one.length >= sizeBytes);
    const [found] = at === -1 ? [] : this.spare.splice(at, 1);
    if (found !== undefined) {
      this.spareBytes -= found.length;
      return found;
    }
    const units = Math.max(1, Math.ceil(sizeBytes / UNIT_BYTES));
    const made = Buffer.allocUnsafeSlow(units * UNIT_BYTES);
    this.own.add(made.buffer);
    return made;
  }

  /** Takes back what an answer stood in and nobody reads any more; what is not from here is left alone. */
  giveBack(answer: Buffer): void {
    if (!this.own.has(answer.buffer)) return;
    const whole = Buffer.from(answer.buffer);
    if (this.spareBytes + whole.length > MOST_SPARE_BYTES) return;
    this.spare.push(whole);
    this.spare.sort((a, b) => a.length - b.length);
    this.spareBytes += whole.length;
    this.idle ??= setTimeout(() => this.release(), IDLE_MS).unref();
    this.idle.refresh();
  }

  /** Lets all of it go. */
  release(): void {
    clearTimeout(this.idle);
    this.idle = undefined;
    this.spare = [];
    this.spareBytes = 0;
  }
}
