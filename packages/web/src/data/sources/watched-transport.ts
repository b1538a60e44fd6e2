import type { Transport } from './transport.ts';

/** A transport that knows whether something is on its way. */
export interface WatchedTransport {
  readonly transport: Transport;
  /** Until when something was on its way, as `performance.now()` counts; now, where something still is. */
  readonly busyUntil: () => number;
}

/** The same transport, watched. */
export function watchTransport(source: Transport): WatchedTransport {
  let openCount = 0;
  let changedAt = performance.now();
  return {
    async transport(address, init) {
      openCount += 1;
      try {
        return await source(address, init);
      } finally {
        openCount -= 1;
        changedAt = performance.now();
      }
    },
    busyUntil: () => (openCount > 0 ? performance.now() : changedAt),
  };
}
