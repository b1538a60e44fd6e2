import { setTimeout as delay } from 'node:timers/promises';
import type { RunAddress } from './api.ts';
import type { Wire } from './wire.ts';

/** Statuses after which the real client gives its stream up for ever, exit code 0. */
const FATAL = new Set([301, 302, 400, 401, 403, 404, 409, 410, 413, 422, 501]);

/**
 * Sends a run's history as the real client does: one request under way, the same bytes again until
 * they are acknowledged. Keeps the ledger of what was acknowledged.
 */
export interface Sender {
  /** Steps that the server acknowledged. */
  readonly acknowledged: ReadonlySet<number>;
  /** Answers other than 200, and broken connections (0), in the order they came. */
  readonly refusals: readonly number[];
  /** Sends one batch. Resolves once it is acknowledged. @throws Error on a status that would end the client's stream */
  send(rows: readonly { step: number; text: string }[]): Promise<void>;
}

/** @param offset lines of the run that the server holds already */
export function createSender(wire: Wire, address: RunAddress, offset = 0): Sender {
  const acknowledged = new Set<number>();
  const refusals: number[] = [];
  let sent = offset;
  return {
    acknowledged,
    refusals,
    async send(rows) {
      const lines = rows.map((row) => row.text);
      for (;;) {
        const answer = await wire.postRows(address, sent, lines).catch(() => null);
        if (answer?.status === 200) break;
        refusals.push(answer?.status ?? 0);
        if (answer !== null && FATAL.has(answer.status)) {
          throw new Error(`The client would give up on ${answer.status}: ${answer.text}`);
        }
        await delay(Math.min(Number(answer?.headers.get('retry-after') ?? 0.1), 1) * 1000);
      }
      sent += rows.length;
      for (const row of rows) acknowledged.add(row.step);
    },
  };
}

/** A row whose values follow from its step, so that a reader can tell a wrong one. */
export function rowOf(step: number): { step: number; text: string } {
  return { step, text: `{"_step":${step},"squared":${step * step},"half":${step / 2}}` };
}
