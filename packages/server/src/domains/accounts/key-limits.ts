import { RunloomError } from '../../platform/errors.ts';
import { mayWithScope } from './access.ts';
import type { Action, Actor, KeyLimits, Resource, UserActor } from './types.ts';

/** What a key is limited to; null for sessions, for keys that may all, and for nobody. */
export const limitsOf = (actor: Actor): KeyLimits | null =>
  actor.kind === 'user' ? (actor.limits ?? null) : null;

/** Whether the key itself, whoever's it is, may be used for this. */
export function keyAllows(limits: KeyLimits, action: Action, resource: Resource): boolean {
  return mayWithScope(limits.scope, action) && keyReaches(limits, resource);
}

function keyReaches({ within }: KeyLimits, resource: Resource): boolean {
  if (within === null) return true;
  switch (resource.kind) {
    case 'instance':
    case 'organization':
      return false;
    case 'entity':
      return within.project === null && resource.entityId === within.entityId;
    case 'project':
      return (
        resource.project.entityId === within.entityId &&
        (within.project === null || resource.project.id === within.project.id)
      );
  }
}

/** The place that a key reaches, in words; empty when it reaches all. */
export function reachText({ within }: KeyLimits): string {
  if (within === null) return '';
  return within.project === null
    ? within.entityName
    : `${within.entityName}/${within.project.name}`;
}

/**
 * What is added to "not found" for a key that reaches one place only. It is said of everything outside,
 * whether it is there or not.
 */
export function reachHint(actor: Actor): string {
  const limits = limitsOf(actor);
  return limits === null || limits.within === null
    ? ''
    : ` The API key reaches ${reachText(limits)} only.`;
}

/** The same error with `reachHint` added. */
export function withKeyReach(missing: RunloomError, actor: Actor): RunloomError {
  const hint = reachHint(actor);
  return hint === '' ? missing : new RunloomError(missing.code, missing.message + hint);
}

/** @throws RunloomError('forbidden') for a key that may only read */
export function refuseReadingKey(actor: Actor): void {
  if (limitsOf(actor)?.scope === 'read') throw mayOnlyRead();
}

export const mayOnlyRead = (): RunloomError =>
  new RunloomError(
    'forbidden',
    'This API key may only read. Use a key with the scope write or admin; Settings creates them.',
  );

export const mayNotManage = (): RunloomError =>
  new RunloomError(
    'forbidden',
    'This API key may read and write, but not manage. Use a key with the scope admin, or sign in.',
  );

/**
 * Keys, passwords, memberships of one's own: what a key that was limited must not get around its limits
 * by. @throws RunloomError('forbidden')
 */
export function requireWholeAccount(actor: UserActor): void {
  if (actor.limits === undefined) return;
  throw new RunloomError(
    'forbidden',
    'This API key is limited, so it can not change the account of its user. Sign in, or use a key without limits.',
  );
}
