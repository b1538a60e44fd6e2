import { type Permission, Role } from '@runloom/model';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import { isPermission, PERMISSIONS } from './access.ts';
import type { Authorization } from './authorization.ts';
import type { OrganizationLookup } from './organization-lookup.ts';
import type { AccountStores, Change } from './stores.ts';
import type {
  Actor,
  Entity,
  GivenRole,
  OrganizationId,
  RoleName,
  RoleOperations,
} from './types.ts';

const MAX_NAME = 64;
const MAX_ROLES = 100;
const BUILT_IN: ReadonlySet<string> = new Set(Role.options);
/** What a role must not hold that is given by someone who is no admin. */
const FOR_ADMINS_TO_GIVE: ReadonlySet<Permission> = new Set([
  'manage-members',
  'manage-projects',
  'protect-aliases',
]);

const isBuiltIn = (name: string): name is Role => BUILT_IN.has(name);

export const builtIn = (role: Role): GivenRole => ({ role, custom: null });

/**
 * The role of this name in an organization. @throws RunloomError('invalid') when there is none
 */
export async function readRole(
  { roles }: AccountStores,
  organizationId: OrganizationId | null,
  name: RoleName,
): Promise<GivenRole> {
  if (isBuiltIn(name)) return builtIn(name);
  const custom = organizationId === null ? null : await roles.find(organizationId, name);
  if (custom !== null) return { role: custom.base, custom };
  const own = organizationId === null ? [] : await roles.list(organizationId);
  const known = [...BUILT_IN, ...own.map((role) => role.name)].join(', ');
  throw invalid(
    `There is no role ${JSON.stringify(name.slice(0, 100))} here. There are: ${known}.`,
  );
}

/**
 * Who may say who belongs to a team, but is no admin of it, gives nobody more than they could be trusted
 * with. @throws RunloomError('forbidden')
 */
export async function checkMayGive(
  authorization: Authorization,
  actor: Actor,
  team: Entity,
  given: { before?: Role | undefined; after?: GivenRole; isSelf?: boolean },
): Promise<void> {
  if (await authorization.may(actor, 'manage', { kind: 'entity', entityId: team.id })) return;
  const { before, after, isSelf = false } = given;
  const isTooMuch =
    after?.role === 'admin' ||
    after?.custom?.permissions.some((permission) => FOR_ADMINS_TO_GIVE.has(permission)) === true;
  if (before !== 'admin' && !isTooMuch && !isSelf) return;
  throw new RunloomError(
    'forbidden',
    'Only an admin of this team makes admins, changes their roles, gives roles that manage something, or changes your own role.',
  );
}

/** Roles that an organization makes for its teams and projects. */
export function createRoles(deps: {
  stores: AccountStores;
  organizations: OrganizationLookup;
  change: Change;
  clock: () => number;
}): RoleOperations {
  const { stores, organizations, change, clock } = deps;
  return {
    rolesIn: async ({ organizationId }) =>
      organizationId === null ? [] : stores.roles.list(organizationId),

    async putRole(actor, organization, name, { base, permissions }) {
      const { id } = await organizations.find(actor, organization, 'manage');
      checkRoleName(name);
      const unknown = permissions.find((permission) => !isPermission(permission));
      if (unknown !== undefined) {
        const known = Object.keys(PERMISSIONS).join(', ');
        throw invalid(`There is no permission ${JSON.stringify(unknown)}. There are: ${known}.`);
      }
      return change(async (inside) => {
        if ((await inside.roles.list(id)).length >= MAX_ROLES) {
          throw invalid(`An organization has at most ${MAX_ROLES} roles of its own.`);
        }
        const role = { name, base, permissions: [...new Set(permissions)] };
        return inside.roles.put(id, role, clock());
      });
    },

    async deleteRole(actor, organization, name) {
      const { id } = await organizations.find(actor, organization, 'manage');
      await change(async (inside) => {
        const role = await inside.roles.find(id, name);
        if (role === null) throw notFound(`The role ${JSON.stringify(name.slice(0, 100))}`);
        await inside.roles.delete([role.id]);
      });
    },
  };
}

function checkRoleName(name: string): void {
  if (isBuiltIn(name.toLowerCase())) {
    throw invalid(`"${name}" is a role that is always there; choose another name.`);
  }
  if (name.trim() === '' || name.length > MAX_NAME || /\p{Cc}|\//u.test(name)) {
    throw invalid(
      `The name of a role has 1 to ${MAX_NAME} characters, without slashes and control characters.`,
    );
  }
}
