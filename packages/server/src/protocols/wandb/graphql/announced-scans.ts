import type { Actor } from '../../../domains/accounts/index.ts';
import type { Run } from '../../../domains/runs/index.ts';

/** From the question for the last step to the one for files, which follows at once. */
const ANNOUNCED_MS = 30_000;
const MAX_ANNOUNCED = 10_000;

/**
 * Who is about to scan a history. `scan_history` and `download_history_exports` ask for its files in
 * the same words, but must not be answered alike (see `HistoryExports`). What tells them apart is
 * that a scan has just asked for the last step, by an operation of its own. Kept in this process, as live
 * events are: to keep it in a store would cost each question for a last step a synced write.
 */
export interface AnnouncedScans {
  /** The last step was asked for. */
  announce(actor: Actor, run: Run): void;
  /** Whether the files are asked for by a scan that was announced; it counts once. */
  take(actor: Actor, run: Run): boolean;
}

/** `clock` in milliseconds. */
export function createAnnouncedScans(clock: () => number = Date.now): AnnouncedScans {
  /** When each was announced, the oldest first. */
  const announced = new Map<string, number[]>();
  const nameOf = (actor: Actor, run: Run): string =>
    `${actor.kind === 'user' ? actor.userId : actor.kind} ${run.id}`;

  return {
    announce(actor, run) {
      const name = nameOf(actor, run);
      const times = announced.get(name) ?? [];
      announced.delete(name);
      announced.set(name, [...times.filter((time) => clock() - time < ANNOUNCED_MS), clock()]);
      for (const oldest of announced.keys()) {
        if (announced.size <= MAX_ANNOUNCED) break;
        announced.delete(oldest);
      }
    },

    take(actor, run) {
      const name = nameOf(actor, run);
      const times = announced.get(name) ?? [];
      const latest = times.pop();
      if (times.length === 0) announced.delete(name);
      return latest !== undefined && clock() - latest < ANNOUNCED_MS;
    },
  };
}
