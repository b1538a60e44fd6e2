import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AuditContent, auditText } from '@runloom/model';
import { unavailable } from '../../platform/errors.ts';
import { hashAuditText } from './signing.ts';
import type { AuditStore } from './store.ts';
import type { AuditEvent } from './types.ts';

/** Of one transaction; an entry is about half a kilobyte. */
const MOST_AT_ONCE = 500;
const MOST_WAITING = 10_000;

/** Adds entries to the chain, those that come together in one transaction. */
export interface AuditWriter {
  /** Resolves once the entry is durable. */
  append(event: AuditEvent): Promise<void>;
  /** Resolves once nothing waits. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly event: AuditEvent;
  readonly at: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createAuditWriter(store: AuditStore, clock: () => number): AuditWriter {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  /** What waits once the chain is ours: what came while others wrote goes along. */
  const write = (take: () => readonly Waiting[]): Promise<void> =>
    store.transaction(async (inside) => {
      let { sequence, hash: previous } = await inside.headToMove();
      const entries = take().map(({ event, at }) => {
        sequence += 1;
        const content = { ...contentOf(event), sequence, at, previous };
        const text = auditText(content);
        previous = hashAuditText(text);
        return { content, text, hash: previous };
      });
      await inside.append(entries);
    });

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      // A turn of the event loop, in which others whose changes are committed come along: each commit
      // costs a sync of the disk, which those who wait share.
      await nextTurn();
      let batch: readonly Waiting[] = [];
      const take = () => {
        batch = waiting.splice(0, MOST_AT_ONCE);
        return batch;
      };
      try {
        await write(take);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const cause = unavailable(
          'The audit log could not be written, so nothing is changed without it. Try again in a moment.',
          error,
        );
        for (const { reject } of batch.length > 0 ? batch : take()) reject(cause);
      }
    }
    writing = null;
  };

  return {
    async append(event) {
      if (waiting.length >= MOST_WAITING) {
        throw unavailable('The audit log can not keep up at this moment; try again.');
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ event, at: clock(), resolve, reject });
      writing ??= writeAll();
      return promise;
    },
    async drain() {
      await writing;
    },
  };
}

function contentOf(event: AuditEvent): Omit<AuditContent, 'sequence' | 'at' | 'previous'> {
  const { actor, address, action, resource, organization, outcome, request, details } = event;
  return {
    actor: { ...actor, name: actor.name === null ? null : cut(actor.name, 200) },
    address,
    action,
    resource: { kind: cut(resource.kind, 60), name: cut(resource.name, 500) },
    organization,
    outcome,
    request,
    times: event.times ?? 1,
    details,
  };
}

// The stores take no NUL.
function cut(text: string, length: number): string {
  const clean = text.replaceAll('\0', '').toWellFormed();
  return clean.length > length ? `${clean.slice(0, length).toWellFormed()}…` : clean;
}
