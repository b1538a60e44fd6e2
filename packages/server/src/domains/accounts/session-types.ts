import type { Actor, UserActor } from './access-types.ts';
import type { User, UserId } from './identity-types.ts';

/** How a session began: `oidc:<name of the provider>` for one of another sign-in server. */
export type OpenedBy = 'password' | 'link' | `oidc:${string}`;

/** A new browser session; the token goes into the cookie and is stored hashed. */
export interface Session {
  readonly token: string;
  /** The latest moment that the cookie is worth keeping for; not using it ends it sooner. */
  readonly expiresAt: number;
  readonly user: User;
}

/** A session as its owner sees it in a list. */
export interface SessionInfo {
  /** Tells it from others; nothing that could be signed in with. */
  readonly id: string;
  readonly userAgent: string;
  /** Where it began; empty when that is not known. */
  readonly address: string;
  readonly openedBy: OpenedBy;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** The one that asks. */
  readonly isCurrent: boolean;
}

/** Where a request to sign in comes from. */
export interface Visit {
  readonly address: string;
  readonly userAgent: string;
}

/** How long sessions last, in milliseconds. */
export interface SessionLimits {
  /** Without any use. */
  readonly idleMs: number;
  /** Whatever their use. */
  readonly lifetimeMs: number;
}

/** Sessions of browsers: how they begin, last and end. */
export interface SessionOperations {
  /** The actor of a session cookie; null when it is unknown or expired. */
  authenticateSession(token: string): Promise<UserActor | null>;
  /**
   * @throws RunloomError('unauthenticated') on a wrong name or password; 'rate_limited' after 5
   *   failures in 15 minutes from one address, or 100 on one account from addresses that it is not
   *   signed in from
   */
  signIn(input: { username: string; password: string } & Visit): Promise<Session>;
  /** Redeems a one-time link. @throws RunloomError('unauthenticated') when it is unknown, used or expired */
  redeemSignInLink(input: { token: string; userAgent: string; address?: string }): Promise<Session>;
  /** For who was recognised by another sign-in server. @throws RunloomError('unauthenticated') for who is gone */
  openSession(userId: UserId, openedBy: OpenedBy, visit: Visit): Promise<Session>;
  /** How the session began that ended; null when there was none. */
  signOut(token: string): Promise<OpenedBy | null>;

  /** The actor's own, the one used last first. `current` is the token of the one that asks. */
  listSessions(actor: UserActor, current?: string): Promise<readonly SessionInfo[]>;
  /** Ends one of the actor's own. @throws RunloomError('not_found') */
  endSession(actor: UserActor, id: string): Promise<void>;
  /** Ends all of the actor's own but the one whose token is given; how many. */
  endOtherSessions(actor: UserActor, current?: string): Promise<number>;
  /** Ends all of somebody's; how many. Instance admins only. */
  endSessionsOf(actor: Actor, username: string): Promise<number>;
  /**
   * A one-time link for who forgot their password; earlier ones stop working. Instance admins only.
   * @throws RunloomError('conflict') for a service account, which has keys alone
   */
  createSignInLink(
    actor: Actor,
    username: string,
  ): Promise<{ token: string; expiresAt: number; user: User }>;
  /**
   * Ends all sessions of the user but the one whose token is `keepSession`. `current` may be null
   * only for who has no password yet, or who came in by a one-time link within the last half hour.
   * @throws RunloomError('forbidden') on a wrong current password, 'rate_limited' after 5 in 15 minutes
   */
  changePassword(
    actor: UserActor,
    input: { current: string | null; next: string; keepSession?: string },
  ): Promise<void>;
}
