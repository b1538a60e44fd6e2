import { createCache } from '../../platform/cache.ts';
import { hashSecret } from '../../platform/tokens.ts';
import { expiredKey } from './api-keys.ts';
import type { KeyUse } from './credential-store.ts';
import { bestEffort, isDue } from './last-use.ts';
import type { Passwords } from './passwords.ts';
import { isApiKey } from './secrets.ts';
import type { SessionLimits } from './session-types.ts';
import { createSessions, type Sessions } from './sessions.ts';
import type { AccountStores } from './stores.ts';
import type { Accounts } from './types.ts';

const KEY_TOUCH_MS = 60_000;

/** How long a key or session that another server process revoked still works in this one. */
const TTL_MS = 2_000;
const MAX_ENTRIES = 10_000;

export interface Authentication
  extends Pick<Accounts, 'authenticateKey'>,
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
      if (found.expiresAt !== null && found.expiresAt <= now) throw expiredKey(found.expiresAt);
      if (isDue(found.lastUsedAt, now, KEY_TOUCH_MS)) {
        found.lastUsedAt = now;
        await bestEffort(stores.keys.touchKey(found.id, now));
      }
      return found.actor;
    },

    forget() {
      keys.clear();
      sessions.forget();
    },
  };
}
