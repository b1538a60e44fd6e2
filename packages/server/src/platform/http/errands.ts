import { newToken } from '../tokens.ts';

/**
 * Keys for work that the server does by itself with the rights of somebody who is not there. A key is
 * known to this process alone, is never stored, and ends with its work.
 */
export interface Errands<Who> {
  run<Result>(who: Who, work: (key: string) => Promise<Result>): Promise<Result>;
  /** On whose errand a request with this key is; null for any other. */
  whose(key: string): Who | null;
}

export function createErrands<Who>(): Errands<Who> {
  const keys = new Map<string, Who>();
  return {
    async run(who, work) {
      const key = newToken();
      keys.set(key, who);
      try {
        return await work(key);
      } finally {
        keys.delete(key);
      }
    },
    whose: (key) => keys.get(key) ?? null,
  };
}
