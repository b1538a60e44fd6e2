import { invalid, notFound } from '../../platform/errors.ts';
import { createCache } from './cache.ts';
import type { KeyUse } from './credential-store.ts';
import { bestEffort, isDue } from './last-use.ts';
import type { Passwords } from './passwords.ts';
import { hashSecret, isApiKey, newApiKey, visiblePrefix } from './secrets.ts';
import type { SessionLimits } from './session-types.ts';
import { createSessions, type Sessions } from './sessions.ts';
import type { AccountStores } from './stores.ts';
import type { Accounts } from './types.ts';

const KEY_TOUCH_MS = 60_000;
const MAX_KEY_NAME = 1_000;

/** How long a key or session that another server process revoked still works in this one. */
const TTL_MS = 5_000;
const MAX_ENTRIES = 10_000;

export interface Authentication
  extends Pick<
      Accounts,
      'authenticateKey' | 'listApiKeys' | 'listApiKeysOf' | 'createApiKey' | 'revokeApiKey'
    >,
    Omit<Sessions, 'forget'> {
  /** To be called once a change of users, keys or sessions is committed. */
  forget(): void;
}

/** Keys, sessions and passwords: how an actor proves who they are. */
export function createAuthentication(deps: {
  stores: AccountStores;
  passwords: Passwords;
  clock: () => number;
  limits: SessionLimits;
}): Authentication {
  const { stores, clock } = deps;
  const { credentials } = stores;
  const bounds = { maxEntries: MAX_ENTRIES, ttlMs: TTL_MS, clock };
  const keys = createCache<string, KeyUse | null>({
    ...bounds,
    keep: (found) => found !== null,
  });
  const sessions = createSessions({ ...deps, cache: { maxEntries: MAX_ENTRIES, ttlMs: TTL_MS } });

  return {
    ...sessions,

    async authenticateKey(key) {
      if (!isApiKey(key)) return null;
      const hash = hashSecret(key);
      const found = await keys.get(hash, () => credentials.findKey(hash));
      if (!found) return null;
      const now = clock();
      if (isDue(found.lastUsedAt, now, KEY_TOUCH_MS)) {
        found.lastUsedAt = now;
        await bestEffort(credentials.touchKey(found.id, now));
      }
      return found.actor;
    },

    listApiKeys: (actor) => credentials.listKeys(actor.userId),

    async listApiKeysOf(actor, id) {
      const isAllowed = actor.kind === 'user' && (actor.isAdmin || actor.userId === id);
      return isAllowed ? credentials.listKeys(id) : [];
    },

    async createApiKey(actor, name) {
      if (name.length > MAX_KEY_NAME) {
        throw invalid(`The name of an API key has at most ${MAX_KEY_NAME} characters.`);
      }
      const key = newApiKey();
      const info = await credentials.insertKey({
        userId: actor.userId,
        hash: hashSecret(key),
        prefix: visiblePrefix(key),
        name,
        now: clock(),
      });
      if (!info) throw new Error('A new random API key exists already');
      return { key, info };
    },

    async revokeApiKey(actor, id) {
      const deleted =
        Number.isSafeInteger(id) &&
        (await credentials.deleteKey(id, actor.isAdmin ? null : actor.userId));
      keys.clear();
      if (!deleted) throw notFound('This API key');
    },

    forget() {
      keys.clear();
      sessions.forget();
    },
  };
}
