import { unavailable } from '../../../platform/errors.ts';

/** How long a write waits for the transaction before it, milliseconds. */
const WAIT_MS = 30_000;

/** Lets one transaction or one single write at a time use the writing connection, first come first served. */
export class WriterLock {
  readonly #waiting: (() => void)[] = [];
  #held = false;

  /**
   * Resolves to the function that gives the lock back (calling it again does nothing).
   * @throws RunloomError('unavailable') after 30 s, for example when a transaction waits for a write
   *   that was not sent through it
   */
  async acquire(): Promise<() => void> {
    if (this.#held) await this.#turn();
    this.#held = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#held = false;
    };
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(unavailable('The metadata store is busy with another transaction.'));
      }, WAIT_MS);
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.push(begin);
    });
  }
}
