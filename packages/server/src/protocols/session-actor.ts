import type { User, UserActor } from '../domains/accounts/index.ts';

/** The actor of a session that was just opened. */
export function sessionActor(user: User): UserActor {
  const { id, username, isAdmin } = user;
  return { kind: 'user', userId: id, username, isAdmin, via: 'session' };
}
