import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import { hashSecret } from '../../platform/tokens.ts';
import type { Authorization } from './authorization.ts';
import { limitsOf, requireWholeAccount } from './key-limits.ts';
import { newApiKey, visiblePrefix } from './secrets.ts';
import type { AccountStores } from './stores.ts';
import type {
  Actor,
  ApiKeyInfo,
  EntityId,
  KeyOperations,
  NewApiKey,
  User,
  UserId,
} from './types.ts';

const MAX_KEY_NAME = 1_000;

/** Keys that people make for themselves, and that admins of a team make for its service accounts. */
export function createApiKeys(deps: {
  stores: AccountStores;
  authorization: Authorization;
  changed: () => void;
  clock: () => number;
}): KeyOperations {
  const { stores, authorization, changed, clock } = deps;
  const { keys } = stores;

  const reachOf = async (
    actor: Actor,
    { within }: NewApiKey,
  ): Promise<{ entityId: EntityId; projectId: number | null } | null> => {
    if (within === undefined) return null;
    if (within.project !== undefined) {
      const { project } = within;
      await authorization.authorize(actor, 'read', { kind: 'project', project });
      return { entityId: project.entityId, projectId: project.id };
    }
    const entity = await authorization.findOwner(actor, within.entity, 'read');
    return { entityId: entity.id, projectId: null };
  };

  const insert = async (
    actor: Actor,
    userId: UserId,
    wanted: NewApiKey,
  ): Promise<{ key: string; info: ApiKeyInfo }> => {
    if (wanted.name.length > MAX_KEY_NAME) {
      throw invalid(`The name of an API key has at most ${MAX_KEY_NAME} characters.`);
    }
    if (wanted.expiresAt !== undefined && wanted.expiresAt <= clock()) {
      throw invalid('An API key must expire in the future.');
    }
    const within = await reachOf(actor, wanted);
    const key = newApiKey();
    const info = await keys.insertKey({
      userId,
      hash: hashSecret(key),
      prefix: visiblePrefix(key),
      name: wanted.name,
      scope: wanted.scope ?? 'admin',
      within,
      expiresAt: wanted.expiresAt ?? null,
      now: clock(),
    });
    if (!info) throw new Error('A new random API key exists already');
    return { key, info };
  };

  /** The service account of this name, for who may say who belongs to its team. */
  const serviceAccount = async (actor: Actor, username: string): Promise<User> => {
    const found = await stores.accounts.findUser(username);
    const resource = found?.serviceOf && ({ kind: 'entity', entityId: found.serviceOf } as const);
    if (!found || !resource || !(await authorization.may(actor, 'read', resource))) {
      throw notFound(`The service account "${username}"`);
    }
    await authorization.authorize(actor, 'members', resource);
    return found;
  };

  const revoke = async (id: number, owner: UserId | null): Promise<void> => {
    const deleted = Number.isSafeInteger(id) && (await keys.deleteKey(id, owner));
    changed();
    if (!deleted) throw notFound('This API key');
  };

  return {
    async listApiKeys(actor) {
      return limitsOf(actor)?.within ? [] : keys.listKeys(actor.userId);
    },

    async listApiKeysOf(actor, id) {
      if (actor.kind !== 'user' || limitsOf(actor)?.within) return [];
      return actor.isAdmin || actor.userId === id ? keys.listKeys(id) : [];
    },

    async createApiKey(actor, wanted) {
      requireWholeAccount(actor);
      return insert(actor, actor.userId, wanted);
    },

    async revokeApiKey(actor, id) {
      requireWholeAccount(actor);
      await revoke(id, actor.isAdmin ? null : actor.userId);
    },

    async createServiceKey(actor, username, wanted) {
      const account = await serviceAccount(actor, username);
      if (wanted.scope === 'admin') {
        throw invalid('A service account manages nothing: its keys have the scope read or write.');
      }
      return insert(actor, account.id, { ...wanted, scope: wanted.scope ?? 'write' });
    },

    async listServiceKeys(actor, username) {
      return keys.listKeys((await serviceAccount(actor, username)).id);
    },

    async revokeServiceKey(actor, username, id) {
      await revoke(id, (await serviceAccount(actor, username)).id);
    },
  };
}

/** Said once a key is too old; who holds one may know. */
export function expiredKey(expiresAt: number): RunloomError {
  return new RunloomError(
    'unauthenticated',
    `This API key expired on ${new Date(expiresAt).toISOString().slice(0, 10)}. Create a new one under Settings.`,
  );
}
