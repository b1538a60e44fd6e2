import { invalid } from '../../platform/errors.ts';
import type { Authentication } from './authentication.ts';
import type { Authorization } from './authorization.ts';
import type { Directory } from './directory.ts';
import { requireWholeAccount } from './key-limits.ts';
import type { AccountStores } from './stores.ts';
import type { PeopleOperations } from './types.ts';

/** Where what people log goes when it names no entity. */
export function createDefaultEntity({
  stores,
  directory,
  authorization,
  authentication,
}: {
  stores: AccountStores;
  directory: Directory;
  authorization: Authorization;
  authentication: Pick<Authentication, 'forget'>;
}): Pick<PeopleOperations, 'defaultEntityOf' | 'setDefaultEntity'> {
  return {
    async defaultEntityOf(user) {
      const team =
        user.serviceOf === null
          ? await stores.accounts.defaultTeamOf(user.id)
          : (await directory.getEntity(user.serviceOf))?.name;
      return team ?? user.username;
    },

    async setDefaultEntity(actor, name) {
      requireWholeAccount(actor);
      if (actor.serves !== undefined) {
        throw invalid(
          'A service account logs to the team that it serves; that can not be changed.',
        );
      }
      const entity = await authorization.findOwner(actor, name, 'write');
      const { teams, entityId } = await directory.memberships(actor.userId);
      const isOwn = entity.id === entityId;
      // Admins of the instance or of an organization may write elsewhere, too, but are not at home there.
      if (!isOwn && !teams.has(entity.id)) {
        throw invalid(
          `Only your own name or a team that you are a member of can be your default; ${JSON.stringify(entity.name)} is neither.`,
        );
      }
      await stores.accounts.setDefaultTeam(actor.userId, isOwn ? null : entity.id);
      authentication.forget();
    },
  };
}
