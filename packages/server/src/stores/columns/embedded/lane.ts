import type { Session } from 'chdb';
import { mentionsAny } from './statement.ts';

/** The lane's queue is full; nothing was run. */
export class LaneFull extends Error {}

/** A statement without an effect, and its only right answer. */
const PROBE = 'SELECT 1 FORMAT TabSeparated';
const PROBE_ANSWER = '1\n';

interface PooledSession {
  session: Session;
  /** Parameters that earlier statements left set on the session. */
  readonly boundNames: Set<string>;
}

/** A statement that is ready to run. */
export interface ComposedStatement {
  readonly text: string;
  readonly format: string;
  /** The statement without what was put around it. */
  readonly sql: string;
  readonly paramNames: Iterable<string>;
}

/**
 * A few sessions of the engine for one kind of work. A session runs one statement at a time (a
 * second one would hold a thread of the process while it waits), sessions run beside each other.
 */
export interface Lane {
  /** Throws `LaneFull` when too many statements wait already. */
  run(statement: ComposedStatement): Promise<Uint8Array>;
  close(): void;
}

/**
 * Sessions are kept because closing one is put off until every statement of the process has ended:
 * under load, a session a statement would pile them up by the thousand.
 */
export const createLane = (
  open: () => Session,
  limits: { readonly sessions: number; readonly waiting: number },
): Lane => {
  const idle: PooledSession[] = [];
  const waiting: ((pooled: PooledSession) => void)[] = [];
  let opened = 0;

  const acquire = async (): Promise<PooledSession> => {
    const ready = idle.pop();
    if (ready) return ready;
    if (opened < limits.sessions) {
      opened += 1;
      return { session: open(), boundNames: new Set() };
    }
    if (waiting.length >= limits.waiting) throw new LaneFull('Too many statements are waiting.');
    return new Promise((resolve) => waiting.push(resolve));
  };

  const release = (pooled: PooledSession): void => {
    const next = waiting.shift();
    if (next) next(pooled);
    else idle.push(pooled);
  };

  const renew = (pooled: PooledSession): void => {
    pooled.session.close();
    pooled.session = open();
    pooled.boundNames.clear();
  };

  /** A parameter that is missing must be an error, not the value of an earlier statement. */
  const forgetLeftovers = (pooled: PooledSession, statement: ComposedStatement): void => {
    const given = new Set(statement.paramNames);
    const leftovers = [...pooled.boundNames].filter((name) => !given.has(name));
    if (mentionsAny(statement.sql, leftovers)) renew(pooled);
    for (const name of given) pooled.boundNames.add(name);
  };

  /**
   * What a failed statement had put out already would stand before the answer of the next one, so
   * it is fetched and thrown away.
   */
  const discardOutput = async (pooled: PooledSession): Promise<void> => {
    try {
      await pooled.session.queryAsync(PROBE);
      const answer = await pooled.session.queryAsync(PROBE);
      if (answer.text() !== PROBE_ANSWER) renew(pooled);
    } catch {
      renew(pooled);
    }
  };

  return {
    async run(statement) {
      const pooled = await acquire();
      try {
        forgetLeftovers(pooled, statement);
        const { text, format } = statement;
        return (await pooled.session.queryAsync(text, { format })).bytes();
      } catch (error) {
        await discardOutput(pooled);
        throw error;
      } finally {
        release(pooled);
      }
    },
    close() {
      for (const pooled of idle) pooled.session.close();
      idle.length = 0;
    },
  };
};
