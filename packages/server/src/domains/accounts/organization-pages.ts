import { invalid } from '../../platform/errors.ts';
import type { Authentication } from './authentication.ts';
import type { Authorization } from './authorization.ts';
import { requireWholeAccount } from './key-limits.ts';
import type { OrganizationLookup } from './organization-lookup.ts';
import type { AccountStores } from './stores.ts';
import type { Accounts, Audience, Entity } from './types.ts';

const MAX_DISPLAY_NAME = 256;
/** For what belongs to no organization, as personal projects. */
const EVERYTHING: Audience = { defaultVisibility: 'team', allowsPublic: true };

/** What the pages of organizations and people show and change beside members. */
export function createOrganizationPages(deps: {
  stores: AccountStores;
  organizations: OrganizationLookup;
  authorization: Authorization;
  authentication: Authentication;
  changed: () => void;
}): Pick<
  Accounts,
  | 'listOrganizationMembers'
  | 'listOrganizationTeams'
  | 'audienceOf'
  | 'readAudience'
  | 'setAudience'
  | 'setDisplayName'
> {
  const { stores, organizations, authorization, changed } = deps;
  const { accounts } = stores;
  return {
    async listOrganizationMembers(actor, name) {
      const { id } = await organizations.find(actor, name, 'read');
      return stores.members.listOrganizationMembers(id);
    },

    async listOrganizationTeams(actor, name) {
      const { id } = await organizations.find(actor, name, 'read');
      const seen: Entity[] = [];
      for (const team of await accounts.listTeams(id)) {
        const resource = { kind: 'entity', entityId: team.id } as const;
        if (await authorization.may(actor, 'read', resource)) seen.push(team);
      }
      return seen;
    },

    audienceOf: async ({ kind, organizationId }) =>
      kind === 'team' && organizationId !== null ? accounts.audience(organizationId) : EVERYTHING,

    async readAudience(actor, name) {
      const { id } = await organizations.find(actor, name, 'read');
      return accounts.audience(id);
    },

    async setAudience(actor, name, change) {
      const { id } = await organizations.find(actor, name, 'manage');
      const next = { ...(await accounts.audience(id)), ...change };
      if (next.defaultVisibility === 'public' && !next.allowsPublic) {
        throw invalid('New projects can not be public where public projects are not allowed.');
      }
      await accounts.setAudience(id, next);
      return next;
    },

    async setDisplayName(actor, displayName) {
      requireWholeAccount(actor);
      const name = displayName.trim();
      if (name === '' || name.length > MAX_DISPLAY_NAME || /\p{Cc}/u.test(name)) {
        throw invalid(`Your name has 1 to ${MAX_DISPLAY_NAME} characters.`);
      }
      const user = await accounts.updateUser(actor.userId, { displayName: name });
      changed();
      return user;
    },
  };
}
