import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import { hashSecret } from '../../platform/tokens.ts';
import type { Authentication } from './authentication.ts';
import type { Authorization } from './authorization.ts';
import type { Directory } from './directory.ts';
import { redeemInvitations } from './joining.ts';
import { keepAllAdmins } from './last-admin.ts';
import { checkName, isName } from './names.ts';
import { checkPassword, type Passwords } from './passwords.ts';
import { isApiKey, visiblePrefix } from './secrets.ts';
import type { AccountStores, Change } from './stores.ts';
import type { EntityId, User, UserId, UserInput, UserProvisioning } from './types.ts';

export interface ProvisioningDeps {
  readonly stores: AccountStores;
  readonly directory: Directory;
  readonly authorization: Authorization;
  readonly authentication: Authentication;
  readonly passwords: Passwords;
  readonly change: Change;
  readonly clock: () => number;
}

/** Users as scripts and migrations set them up: every call may be repeated. */
export function createUserProvisioning(deps: ProvisioningDeps): UserProvisioning {
  const { stores, authorization, passwords, change, clock } = deps;
  const { credentials } = stores;

  /** The hash to store; undefined when none is given or it is the password that is set already. */
  const newPasswordHash = async (
    username: string,
    password: string | undefined,
  ): Promise<string | undefined> => {
    if (password === undefined) return undefined;
    checkPassword(password, username);
    const known = await credentials.findPassword(username);
    if (known && known.hash !== null && (await passwords.verify(known.hash, password))) {
      return undefined;
    }
    return passwords.hash(password);
  };

  return {
    async putUser(actor, username, input) {
      await authorization.authorize(actor, 'manage', { kind: 'instance' });
      checkName('user', username);
      if (input.apiKey !== undefined) checkApiKey(input.apiKey);
      const passwordHash = await newPasswordHash(username, input.password);
      return change(async (inside) => {
        const created = await createUser(inside, { username, input, passwordHash, now: clock() });
        const user = created ?? (await updateUser(inside, { username, input, passwordHash }));
        if (input.email !== undefined) await redeemInvitations(inside, user, clock());
        if (input.apiKey !== undefined) await addKey(inside, user.id, input.apiKey, clock());
        return { created: created !== null, value: user };
      });
    },

    async deleteUser(actor, username) {
      await authorization.authorize(actor, 'manage', { kind: 'instance' });
      await change(async (inside) => {
        const user = await inside.accounts.findUser(username);
        if (!user) throw notFound(`The user "${username}"`);
        if (user.isAdmin) await keepAnAdmin(inside, user);
        await keepAllAdmins(inside, { actor, userId: user.id });
        await inside.credentials.deleteCredentialsOf(user.id);
        await inside.accounts.buryUser(user, clock());
      });
    },
  };
}

/** The new user with its personal entity; null when the name is taken. */
export async function createUser(
  stores: AccountStores,
  options: {
    username: string;
    input: UserInput;
    passwordHash: string | undefined;
    serviceOf?: EntityId;
    now: number;
  },
): Promise<User | null> {
  const { username, input, now } = options;
  const entity = await stores.accounts.insertEntity({
    name: username,
    kind: 'user',
    organizationId: null,
    now,
  });
  if (!entity) return null;
  return stores.accounts.insertUser({
    entityId: entity.id,
    username,
    email: input.email ?? null,
    displayName: input.displayName ?? username,
    isAdmin: input.isAdmin ?? false,
    passwordHash: options.passwordHash ?? null,
    ...(options.serviceOf !== undefined && { serviceOf: options.serviceOf }),
    now,
  });
}

async function updateUser(
  stores: AccountStores,
  options: { username: string; input: UserInput; passwordHash: string | undefined },
): Promise<User> {
  const { username, input, passwordHash } = options;
  const user = await stores.accounts.findUser(username);
  if (!user) throw new RunloomError('conflict', `"${username}" is the name of a team.`);
  if (user.isAdmin && input.isAdmin === false) await keepAnAdmin(stores, user);
  if (passwordHash !== undefined) await stores.sessions.deleteSessionsOf(user.id);
  return stores.accounts.updateUser(user.id, {
    ...(input.email === undefined ? {} : { email: input.email }),
    ...(input.displayName === undefined ? {} : { displayName: input.displayName }),
    ...(input.isAdmin === undefined ? {} : { isAdmin: input.isAdmin }),
    ...(passwordHash === undefined ? {} : { passwordHash }),
  });
}

async function keepAnAdmin(stores: AccountStores, leaving: User): Promise<void> {
  if ((await stores.accounts.countOtherAdmins(leaving.id)) > 0) return;
  throw new RunloomError(
    'conflict',
    `"${leaving.username}" is the last admin of this instance. Make someone else an admin first.`,
  );
}

/** @throws RunloomError('not_found') */
export async function userNamed({ accounts }: AccountStores, username: string): Promise<User> {
  const user = isName(username) ? await accounts.findUser(username) : null;
  if (!user) throw notFound(`The user "${username}"`);
  return user;
}

/** Makes a key that was given one of the user's; nothing when it is already. */
export async function addKey(
  stores: AccountStores,
  userId: UserId,
  key: string,
  now: number,
): Promise<void> {
  checkApiKey(key);
  const hash = hashSecret(key);
  const inserted = await stores.keys.insertKey({
    userId,
    hash,
    prefix: visiblePrefix(key),
    name: 'Provisioned',
    now,
  });
  if (inserted) return;
  const owner = await stores.credentials.findKey(hash);
  if (owner?.actor.userId !== userId) {
    throw new RunloomError('conflict', 'This API key belongs to another user.');
  }
}

function checkApiKey(key: string): void {
  if (isApiKey(key)) return;
  throw invalid('An API key has 40 to 255 characters of A-Z a-z 0-9 _ -');
}
