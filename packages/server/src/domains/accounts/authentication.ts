import { notFound, RunloomError } from '../../platform/errors.ts';
import { expiredKey } from './api-keys.ts';
import { createAttempts } from './attempts.ts';
import { createCache } from './cache.ts';
import type { KeyUse, SessionUse } from './credential-store.ts';
import { requireWholeAccount } from './key-limits.ts';
import { isName } from './names.ts';
import { checkPassword, type Passwords } from './passwords.ts';
import { hashSecret, isApiKey, newToken } from './secrets.ts';
import type { AccountStores } from './stores.ts';
import type { Accounts, Session, UserId } from './types.ts';

const DAY_MS = 24 * 3_600_000;
/** A session ends when it was not used for so long. */
const SESSION_MS = 30 * DAY_MS;
/** How often the use of a session moves its end. */
const SESSION_TOUCH_MS = 3_600_000;
const KEY_TOUCH_MS = 60_000;
const SIGN_IN_LINK_MS = DAY_MS;
const MAX_USER_AGENT = 256;

/** How long a key or session that another server process revoked still works in this one. */
const TTL_MS = 2_000;
const MAX_ENTRIES = 10_000;

export interface Authentication
  extends Pick<
    Accounts,
    | 'authenticateKey'
    | 'authenticateSession'
    | 'signIn'
    | 'redeemSignInLink'
    | 'signOut'
    | 'changePassword'
  > {
  /** A new session of someone who has just proved who they are. */
  openSession(userId: UserId, userAgent: string): Promise<Session>;
  /** A new one-time sign-in token; earlier ones of the user stop working. */
  issueSignInLink(userId: UserId): Promise<string>;
  /** To be called once a change of users, keys or sessions is committed. */
  forget(): void;
}

/** Keys, sessions and passwords: how an actor proves who they are. */
export function createAuthentication(deps: {
  stores: AccountStores;
  passwords: Passwords;
  clock: () => number;
}): Authentication {
  const { stores, passwords, clock } = deps;
  const { credentials, accounts } = stores;
  const attempts = createAttempts(clock);
  const bounds = { maxEntries: MAX_ENTRIES, ttlMs: TTL_MS, clock };
  const keys = createCache<string, KeyUse | null>({
    ...bounds,
    keep: (found) => found !== null,
  });
  const sessions = createCache<string, SessionUse | null>({
    ...bounds,
    keep: (found) => found !== null,
  });

  const openSession = async (userId: UserId, userAgent: string): Promise<Session> => {
    const user = await accounts.getUser(userId);
    if (!user) throw wrongPassword();
    const token = newToken();
    const now = clock();
    const expiresAt = now + SESSION_MS;
    await credentials.deleteExpired(now);
    await credentials.insertSession({
      hash: hashSecret(token),
      userId,
      userAgent: storableText(userAgent.slice(0, MAX_USER_AGENT)),
      now,
      expiresAt,
    });
    return { token, expiresAt, user };
  };

  return {
    openSession,

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

    async authenticateSession(token) {
      const hash = hashSecret(token);
      const found = await sessions.get(hash, () => credentials.findSession(hash));
      const now = clock();
      if (!found || found.expiresAt <= now) return null;
      if (isDue(found.lastSeenAt, now, SESSION_TOUCH_MS)) {
        found.lastSeenAt = now;
        found.expiresAt = now + SESSION_MS;
        await bestEffort(credentials.extendSession(hash, now, found.expiresAt));
      }
      return found.actor;
    },

    async signIn({ username, password, address, userAgent }) {
      const attempt = attempts.begin(username, address);
      const known = isName(username) ? await credentials.findPassword(username) : null;
      const matches = await attempt.during(passwords.verify(known?.hash ?? null, password));
      if (!known || !matches) throw wrongPassword();
      attempt.succeed();
      return openSession(known.userId, userAgent);
    },

    async redeemSignInLink({ token, userAgent }) {
      const userId = await credentials.takeSignInLink(hashSecret(token), clock());
      if (userId === null) {
        throw new RunloomError(
          'unauthenticated',
          'This sign-in link was used before or is too old. Restart the server for a new one, or sign in with a password.',
        );
      }
      return openSession(userId, userAgent);
    },

    async signOut(token) {
      const hash = hashSecret(token);
      await credentials.deleteSession(hash);
      sessions.delete(hash);
    },

    async changePassword(actor, { current, next, keepSession }) {
      requireWholeAccount(actor);
      checkPassword(next, actor.username);
      const known = await credentials.findPassword(actor.username);
      if (!known) throw notFound('This user');
      if (known.hash !== null) {
        const attempt = attempts.begin(actor.username, `password of ${actor.userId}`);
        if (!(await attempt.during(passwords.verify(known.hash, current ?? '')))) {
          throw new RunloomError('forbidden', 'The current password is wrong.');
        }
        attempt.succeed();
      }
      const passwordHash = await passwords.hash(next);
      await stores.transaction(async (inside) => {
        await inside.accounts.updateUser(actor.userId, { passwordHash });
        const kept = keepSession === undefined ? undefined : hashSecret(keepSession);
        await inside.credentials.deleteSessionsOf(actor.userId, kept);
      });
      sessions.clear();
    },

    async issueSignInLink(userId) {
      const token = newToken();
      const expiresAt = clock() + SIGN_IN_LINK_MS;
      await stores.transaction((inside) =>
        inside.credentials.replaceSignInLink(userId, hashSecret(token), expiresAt),
      );
      return token;
    },

    forget() {
      keys.clear();
      sessions.clear();
    },
  };
}

function wrongPassword(): RunloomError {
  return new RunloomError('unauthenticated', 'The user name or the password is wrong.');
}

function isDue(lastAt: number | null, now: number, intervalMs: number): boolean {
  return lastAt === null || Math.abs(now - lastAt) >= intervalMs;
}

/** A time stamp that can't be written (a full disk, a busy store) must not turn away who may come in. */
async function bestEffort(write: Promise<void>): Promise<void> {
  await write.catch(() => undefined);
}

function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
