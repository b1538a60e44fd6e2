import { createHmac, randomBytes } from 'node:crypto';
import { RunloomError } from '../../platform/errors.ts';
import { hashSecret } from '../../platform/tokens.ts';
import { joinTeam } from './joining.ts';
import { addKey, createUser, type ProvisioningDeps } from './provisioning.ts';
import { builtIn } from './roles.ts';
import { apiKeyOf } from './secrets.ts';
import type { AccountStores } from './stores.ts';
import type { Entity, EntityId, TeamOperations, User } from './types.ts';

/** How long the key of a new service account can be read. */
const READABLE_MS = 10 * 60_000;
const MAX_DESCRIPTION = 256;
const SLUG_LENGTH = 40;

export type ServiceAccounts = Pick<TeamOperations, 'readServiceKey' | 'actFor'> & {
  /** The account as a member of the team. The actor must have been found to manage it. */
  create(inside: AccountStores, team: Entity, description: string): Promise<User>;
};

/**
 * Accounts for programs of a team. As all keys, theirs are stored hashed; yet the client reads the new
 * key from the list of members, so that it is derived from the server's secret and can be said again
 * for a while.
 */
export function createServiceAccounts(
  deps: Pick<ProvisioningDeps, 'stores' | 'directory' | 'authorization' | 'clock'> & {
    secret: Uint8Array;
  },
): ServiceAccounts {
  const { stores, directory, authorization, clock, secret } = deps;

  const keyOf = ({ id, createdAt }: User): string =>
    apiKeyOf(createHmac('sha256', secret).update(`service account ${id} of ${createdAt}`).digest());

  return {
    async create(inside, team, description) {
      const options = {
        username: nameFor(description),
        input: { displayName: description.slice(0, MAX_DESCRIPTION).trim() || 'Service account' },
        passwordHash: undefined,
        serviceOf: team.id,
        now: clock(),
      };
      const account = await createUser(inside, options);
      if (account === null) throw new RunloomError('conflict', 'This name is taken; try again.');
      await joinTeam(inside, team, account.id, builtIn('member'));
      await addKey(inside, account.id, keyOf(account), clock());
      return account;
    },

    async readServiceKey(actor, account) {
      if (account.serviceOf === null || clock() - account.createdAt > READABLE_MS) return null;
      const resource = { kind: 'entity', entityId: account.serviceOf } as const;
      if (!(await authorization.may(actor, 'members', resource))) return null;
      const key = keyOf(account);
      const stored = await stores.credentials.findKey(hashSecret(key));
      return stored?.actor.userId === account.id ? key : null;
    },

    async actFor(actor, username) {
      if (actor.kind === 'anonymous' || actor.serves === undefined || username === '') return actor;
      const user = await directory.findUser(username);
      if (user === null || user.serviceOf !== null) return actor;
      const { teams } = await directory.memberships(user.id);
      return teams.has(actor.serves.entityId) ? { ...actor, onBehalfOf: user.id } : actor;
    },
  };
}

/** Deletes a service account with its keys. */
export async function buryServiceAccount(
  { accounts, credentials }: AccountStores,
  account: User,
  now: number,
): Promise<void> {
  await credentials.deleteCredentialsOf(account.id);
  await accounts.buryUser(account, now);
}

/** Frees the name of a team and deletes the accounts of its services. */
export async function buryTeam(stores: AccountStores, id: EntityId, now: number): Promise<void> {
  for (const account of await stores.accounts.listServiceAccounts(id)) {
    await buryServiceAccount(stores, account, now);
  }
  await stores.accounts.buryTeam(id, now);
}

/** A name that tells what it is for; random at its end, since two may be for the same. */
function nameFor(description: string): string {
  const slug = description
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH)
    .replace(/^-+|-+$/g, '');
  const parts = ['service', slug, randomBytes(4).toString('hex')];
  return parts.filter((part) => part !== '').join('-');
}
