import { invalid } from '../../platform/errors.ts';
import type { Authorization } from './authorization.ts';
import type { Directory } from './directory.ts';
import type { OrganizationLookup } from './organization-lookup.ts';
import type { AccountStores } from './stores.ts';
import type { Audience, Entity, Organization, OrganizationOperations } from './types.ts';

/** For what belongs to no organization, as personal projects. */
const EVERYTHING: Audience = { defaultVisibility: 'team', allowsPublic: true };

/** What the pages of organizations show and change beside members. */
export function createOrganizationPages(deps: {
  stores: AccountStores;
  directory: Directory;
  organizations: OrganizationLookup;
  authorization: Authorization;
}): OrganizationOperations {
  const { stores, directory, organizations, authorization } = deps;
  const { accounts } = stores;
  return {
    async listManagedOrganizations(actor) {
      if (actor.kind === 'anonymous') return [];
      const own = await directory.memberships(actor.userId);
      const managed: Organization[] = [];
      for (const id of [...own.organizations.keys()].sort((one, other) => one - other)) {
        const resource = { kind: 'organization', organizationId: id } as const;
        if (!(await authorization.may(actor, 'manage', resource))) continue;
        const organization = await directory.getOrganization(id);
        if (organization !== null) managed.push(organization);
      }
      return managed;
    },

    async findOrganization(actor, name) {
      const organization = await accounts.findOrganization(name);
      if (organization === null) return null;
      const resource = { kind: 'organization', organizationId: organization.id } as const;
      return (await authorization.may(actor, 'read', resource)) ? organization : null;
    },

    async listOrganizationMembers(actor, name) {
      const { id } = await organizations.find(actor, name, 'read');
      return stores.members.listOrganizationMembers(id);
    },

    async readOrganization(actor, wanted) {
      const { id, name } = await organizations.find(actor, wanted, 'read');
      const [members, listed, roles, audience, canManage] = await Promise.all([
        stores.members.listOrganizationMembers(id),
        accounts.listTeams(id),
        stores.roles.list(id),
        accounts.audience(id),
        authorization.may(actor, 'manage', { kind: 'organization', organizationId: id }),
      ]);
      const teams: Entity[] = [];
      for (const team of listed) {
        const resource = { kind: 'entity', entityId: team.id } as const;
        if (await authorization.may(actor, 'read', resource)) teams.push(team);
      }
      return { name, members, teams, roles, audience, canManage };
    },

    audienceOf: async ({ kind, organizationId }) =>
      kind === 'team' && organizationId !== null ? accounts.audience(organizationId) : EVERYTHING,

    async setAudience(actor, name, change) {
      const { id } = await organizations.find(actor, name, 'manage');
      const next = { ...(await accounts.audience(id)), ...change };
      if (next.defaultVisibility === 'public' && !next.allowsPublic) {
        throw invalid('New projects can not be public where public projects are not allowed.');
      }
      await accounts.setAudience(id, next);
      return next;
    },
  };
}
