import { notFound } from '../../platform/errors.ts';
import { type Authorization, requireUser } from './authorization.ts';
import { isName } from './names.ts';
import type { AccountStores } from './stores.ts';
import type { Action, Actor, Organization } from './types.ts';

/** Organizations by name, for who may do something in them. */
export interface OrganizationLookup {
  /** @throws RunloomError('not_found') whether it is not there or may not be seen, or as `authorize` */
  find(actor: Actor, name: string, action: Action): Promise<Organization>;
}

export function createOrganizationLookup(deps: {
  stores: AccountStores;
  authorization: Authorization;
}): OrganizationLookup {
  const { stores, authorization } = deps;
  return {
    async find(actor, name, action) {
      requireUser(actor);
      const organization = isName(name) ? await stores.accounts.findOrganization(name) : null;
      const what = `The organization "${name}"`;
      if (!organization) throw notFound(what);
      const resource = { kind: 'organization', organizationId: organization.id } as const;
      if (!(await authorization.may(actor, 'read', resource))) throw notFound(what);
      await authorization.authorize(actor, action, resource);
      return organization;
    },
  };
}
