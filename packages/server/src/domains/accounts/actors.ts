import type { User, UserActor, UserId } from './types.ts';

/**
 * Where things go that name no entity: to the only place that the key reaches, to the actor's own or
 * the team they chose, for a service account to its team's.
 */
export function defaultEntityName(actor: UserActor): string {
  const within = actor.limits?.within;
  if (within) return within.entityName;
  return actor.serves?.name ?? actor.defaultTeam ?? actor.username;
}

/** Whose the things are that the actor makes. */
export function authorOf(actor: UserActor): UserId {
  return actor.onBehalfOf ?? actor.userId;
}

/** Somebody as they act on the pages. */
export function sessionActor({ id, username, isAdmin }: User): UserActor {
  return { kind: 'user', userId: id, username, isAdmin, via: 'session' };
}
