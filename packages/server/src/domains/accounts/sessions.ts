import { createCache } from '../../platform/cache.ts';
import { notFound, RunloomError } from '../../platform/errors.ts';
import { hashSecret, newToken } from '../../platform/tokens.ts';
import { createAttempts, placeOf } from './attempts.ts';
import { bestEffort, isDue } from './last-use.ts';
import { isName } from './names.ts';
import { checkPassword, type Passwords } from './passwords.ts';
import type { SessionUse } from './session-store.ts';
import type {
  OpenedBy,
  Session,
  SessionInfo,
  SessionLimits,
  SessionOperations,
  Visit,
} from './session-types.ts';
import type { AccountStores } from './stores.ts';
import type { UserId } from './types.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
export const SESSION_LIMITS: SessionLimits = { idleMs: 7 * DAY_MS, lifetimeMs: 30 * DAY_MS };
/** How often the use of a session is written down, and moves its end. */
const TOUCH_MS = 5 * MINUTE_MS;
const SIGN_IN_LINK_MS = DAY_MS;
/** So long after a one-time link one may set a password without the old one. */
const FRESH_LINK_MS = 30 * MINUTE_MS;
const MAX_USER_AGENT = 256;
const ID_LENGTH = 24;

export interface SessionDeps {
  readonly stores: AccountStores;
  readonly passwords: Passwords;
  readonly clock: () => number;
  readonly limits: SessionLimits;
  /** Of what is remembered of sessions. */
  readonly cache: { readonly maxEntries: number; readonly ttlMs: number };
}

export interface Sessions extends Omit<SessionOperations, 'endSessionsOf' | 'createSignInLink'> {
  /** Ends all of the user's; how many. */
  endAll(userId: UserId): Promise<number>;
  /** A new one-time sign-in token; earlier ones of the user stop working. */
  issueSignInLink(userId: UserId): Promise<{ token: string; expiresAt: number }>;
  forget(): void;
}

/** Sessions, one-time links and passwords. */
export function createSessions(deps: SessionDeps): Sessions {
  const { stores, passwords, clock, limits } = deps;
  const { credentials, accounts } = stores;
  const attempts = createAttempts(clock);
  const cache = createCache<string, SessionUse | null>({
    ...deps.cache,
    clock,
    keep: (found) => found !== null,
  });
  const touchMs = Math.min(TOUCH_MS, limits.idleMs / 10);
  const find = (token: string): Promise<SessionUse | null> => {
    const hash = hashSecret(token);
    return cache.get(hash, () => stores.sessions.findSession(hash));
  };
  /** By settings that may have become stricter since it was opened. */
  const hasEnded = (found: SessionUse, now: number): boolean =>
    found.expiresAt <= now ||
    found.lastSeenAt + limits.idleMs <= now ||
    found.createdAt + limits.lifetimeMs <= now;

  const openSession = async (
    userId: UserId,
    openedBy: OpenedBy,
    visit: Visit,
  ): Promise<Session> => {
    const user = await accounts.getUser(userId);
    if (!user) throw wrongPassword();
    const token = newToken();
    const now = clock();
    await stores.sessions.deleteExpired(now);
    await stores.sessions.insertSession({
      hash: hashSecret(token),
      userId,
      userAgent: storableText(visit.userAgent.slice(0, MAX_USER_AGENT)),
      address: placeOf(visit.address),
      openedBy,
      now,
      expiresAt: now + Math.min(limits.idleMs, limits.lifetimeMs),
    });
    return { token, expiresAt: now + limits.lifetimeMs, user };
  };

  const cameByLink = async (token: string | undefined): Promise<boolean> => {
    const found = token === undefined ? null : await find(token);
    if (found?.openedBy !== 'link') return false;
    const ageMs = clock() - found.createdAt;
    return ageMs >= 0 && ageMs < FRESH_LINK_MS;
  };

  return {
    openSession,

    async authenticateSession(token) {
      const found = await find(token);
      const now = clock();
      if (!found || hasEnded(found, now)) return null;
      if (isDue(found.lastSeenAt, now, touchMs)) {
        found.lastSeenAt = now;
        found.expiresAt = Math.min(now + limits.idleMs, found.createdAt + limits.lifetimeMs);
        const hash = hashSecret(token);
        await bestEffort(stores.sessions.extendSession(hash, now, found.expiresAt));
      }
      return found.actor;
    },

    async signIn({ username, password, ...visit }) {
      const known = isName(username) ? await credentials.findPassword(username) : null;
      const place = placeOf(visit.address);
      const isAtHome =
        known !== null &&
        attempts.isBesieged(username) &&
        (await stores.sessions.hasSessionFrom(known.userId, place));
      const attempt = attempts.begin(username, place, { isAtHome });
      const matches = await attempt.during(passwords.verify(known?.hash ?? null, password));
      if (!known || !matches) throw wrongPassword();
      attempt.succeed();
      return openSession(known.userId, 'password', visit);
    },

    async redeemSignInLink({ token, userAgent, address = '' }) {
      const userId = await stores.sessions.takeSignInLink(hashSecret(token), clock());
      if (userId === null) {
        throw new RunloomError(
          'unauthenticated',
          'This sign-in link was used before or is too old. Ask an administrator for a new one (a restart of the server prints one for the first), or sign in with a password.',
        );
      }
      return openSession(userId, 'link', { userAgent, address });
    },

    async signOut(token) {
      const hash = hashSecret(token);
      const found = await stores.sessions.findSession(hash);
      await stores.sessions.deleteSession(hash);
      cache.delete(hash);
      return found?.openedBy ?? null;
    },

    async listSessions(actor, current) {
      const now = clock();
      const currentId = current === undefined ? null : idOf(hashSecret(current));
      const stored = await stores.sessions.listSessions(actor.userId, now);
      return stored
        .filter(
          ({ lastSeenAt, createdAt }) =>
            lastSeenAt + limits.idleMs > now && createdAt + limits.lifetimeMs > now,
        )
        .map(({ hash, ...rest }): SessionInfo => {
          const id = idOf(hash);
          return { ...rest, id, isCurrent: id === currentId };
        });
    },

    async endSession(actor, id) {
      const stored = await stores.sessions.listSessions(actor.userId, 0);
      const found = stored.find(({ hash }) => idOf(hash) === id);
      if (found === undefined) throw notFound('This session');
      await stores.sessions.deleteSession(found.hash);
      cache.delete(found.hash);
    },

    async endOtherSessions(actor, current) {
      const kept = current === undefined ? undefined : hashSecret(current);
      const ended = await stores.sessions.deleteSessionsOf(actor.userId, kept);
      cache.clear();
      return ended;
    },

    async endAll(userId) {
      const ended = await stores.sessions.deleteSessionsOf(userId);
      cache.clear();
      return ended;
    },

    async changePassword(actor, { current, next, keepSession }) {
      checkPassword(next, actor.username);
      const known = await credentials.findPassword(actor.username);
      if (!known) throw notFound('This user');
      if (known.hash !== null && !(current === null && (await cameByLink(keepSession)))) {
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
        await inside.sessions.deleteSessionsOf(actor.userId, kept);
      });
      cache.clear();
    },

    async issueSignInLink(userId) {
      const token = newToken();
      const expiresAt = clock() + SIGN_IN_LINK_MS;
      await stores.transaction((inside) =>
        inside.sessions.replaceSignInLink(userId, hashSecret(token), expiresAt),
      );
      return { token, expiresAt };
    },

    forget: () => cache.clear(),
  };
}

/** By which a session is named to its owner: of what is stored, which is no token itself. */
function idOf(hash: string): string {
  return hashSecret(hash).slice(0, ID_LENGTH);
}

function wrongPassword(): RunloomError {
  return new RunloomError('unauthenticated', 'The user name or the password is wrong.');
}

function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
