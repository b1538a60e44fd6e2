import type { Log } from '../../platform/logging.ts';
import { type Accounts, sessionActor, type UserActor } from '../accounts/index.ts';
import type { Access } from './access.ts';
import type { RenewTape } from './evidence.ts';
import type { TapeHead } from './tape-store.ts';
import type { AskAs, ReportId } from './types.ts';

/** What is younger is shown as it is. */
export const RENEW_MS = 5 * 60_000;

/** How long a recording is still read after another took its place. */
const REPLACED_MS = 60_000;

/**
 * Records anew what links with live data show, when somebody looks and it is old: with the rights that
 * whoever recorded it has now, and never more than reading. What can't be recorded, since they may not
 * any more, stays as it was.
 */
export function createRenewals(deps: {
  access: Access;
  accounts: Pick<Accounts, 'getUser'>;
  renew: RenewTape;
  clock: () => number;
  log: Log;
}) {
  const { access, accounts, renew, clock, log } = deps;
  const running = new Map<ReportId, Promise<void>>();
  /** When a tape was last tried, by report and block. */
  const tried = new Map<string, number>();
  /** When a recording was replaced, by report and digest. */
  const replaced = new Map<string, number>();

  async function renewOne(id: ReportId, head: TapeHead, askAs: AskAs): Promise<void> {
    const user = await accounts.getUser(head.recordedBy);
    if (user === null) return;
    const actor = sessionActor(user);
    await access.find(actor, id, 'write');
    const readOnly: UserActor = { ...actor, via: 'key', limits: { scope: 'read', within: null } };
    await askAs(readOnly, async (ask) => {
      const digest = await renew(id, head, ask);
      if (digest !== head.digest) replaced.set(`${id} ${head.digest}`, clock());
    });
  }

  async function renewAll(id: ReportId, heads: readonly TapeHead[], askAs: AskAs): Promise<void> {
    for (const head of heads) {
      try {
        await renewOne(id, head, askAs);
      } catch (error) {
        log.info(
          { err: error, report: id, block: head.block },
          'a block could not be recorded anew',
        );
      }
    }
  }

  return {
    /** Begins with those that are old. Whether any are recorded at this moment. */
    start(id: ReportId, heads: readonly TapeHead[], askAs: AskAs): boolean {
      if (running.has(id)) return true;
      const now = clock();
      for (const [name, at] of replaced) if (now - at >= REPLACED_MS) replaced.delete(name);
      for (const [name, at] of tried) if (now - at >= RENEW_MS) tried.delete(name);
      const due = heads.filter(
        ({ block, recordedAt }) => now - recordedAt >= RENEW_MS && !tried.has(`${id} ${block}`),
      );
      if (due.length === 0) return false;
      for (const { block } of due) tried.set(`${id} ${block}`, now);
      const work = renewAll(id, due, askAs).finally(() => running.delete(id));
      running.set(id, work);
      return true;
    },

    /** Whether a page that was opened a moment ago may still ask for a recording that another took the place of. */
    wasReplaced(id: ReportId, digest: string): boolean {
      const at = replaced.get(`${id} ${digest}`);
      return at !== undefined && clock() - at < REPLACED_MS;
    },

    /** Resolves once nothing is recorded any more. */
    async settle(): Promise<void> {
      await Promise.all(running.values());
    },
  };
}

export type Renewals = ReturnType<typeof createRenewals>;
