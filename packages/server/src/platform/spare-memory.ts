/** Spare memory of all uses together, bytes. */
const MOST_SPARE_BYTES = 32 * 1024 * 1024;
/** Sizes are rounded up to this, so that what is about as large fits into one another's memory. */
const UNIT_BYTES = 256 * 1024;
/** Nobody has asked for so long: the memory goes back. */
const IDLE_MS = 10_000;

/**
 * Memory of large buffers that nobody reads any more, for those that come after them. Taken anew for
 * each, it would make the collector look through the whole heap every few answers, which takes longer
 * than making them.
 */
export class SpareMemory {
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

  /** Takes back what was taken, once, whole or a part of it; what is not from here is left alone. */
  giveBack(taken: Buffer): void {
    if (!this.own.has(taken.buffer)) return;
    const whole = Buffer.from(taken.buffer);
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
