import { notFound, RunloomError } from '../../platform/errors.ts';
import { type Authorization, requireUser } from './authorization.ts';
import { isName } from './names.ts';
import type { AccountStores } from './stores.ts';
import type { Action, Actor, Entity } from './types.ts';

/** Teams by name, for who may do something in them. */
export interface TeamLookup {
  /**
   * @throws RunloomError('not_found') whether it is not there or may not be seen, 'invalid' for a
   *   person's own entity, or as `authorize`
   */
  find(actor: Actor, name: string, action: Action): Promise<Entity>;
}

export function createTeamLookup(deps: {
  stores: AccountStores;
  authorization: Authorization;
}): TeamLookup {
  const { stores, authorization } = deps;
  return {
    async find(actor, name, action) {
      requireUser(actor);
      const team = isName(name) ? await stores.accounts.findEntity(name) : null;
      const resource = team && ({ kind: 'entity', entityId: team.id } as const);
      if (!team || !resource || !(await authorization.may(actor, 'read', resource))) {
        throw notFound(`The team "${name}"`);
      }
      if (team.kind !== 'team') {
        throw new RunloomError('invalid', `"${name}" is no team: it has no members.`);
      }
      await authorization.authorize(actor, action, resource);
      return team;
    },
  };
}
