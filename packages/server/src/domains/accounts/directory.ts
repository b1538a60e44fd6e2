import { createCache } from '../../platform/cache.ts';
import type { Memberships } from './member-store.ts';
import { isName, nameKey } from './names.ts';
import type { AccountStores } from './stores.ts';
import type { Entity, EntityId, Organization, OrganizationId, User, UserId } from './types.ts';

/** How long another server process may not see a change that this one made; live streams count on it. */
const TTL_MS = 2_000;
const MAX_ENTRIES = 10_000;

/** Look-ups that every request makes, remembered for seconds and forgotten on any change here. */
export interface Directory {
  getUser(id: UserId): Promise<User | null>;
  usernames(ids: Iterable<UserId | null>): Promise<ReadonlyMap<UserId | null, string>>;
  findUser(username: string): Promise<User | null>;
  getEntity(id: EntityId): Promise<Entity | null>;
  findEntity(name: string): Promise<Entity | null>;
  getOrganization(id: OrganizationId): Promise<Organization | null>;
  memberships(userId: UserId): Promise<Memberships>;
  /** To be called once a change of users, entities or members is committed. */
  forget(): void;
}

export function createDirectory(stores: AccountStores, clock: () => number): Directory {
  const isThere = (value: unknown): boolean => value !== null;
  const bounds = { maxEntries: MAX_ENTRIES, ttlMs: TTL_MS, clock, keep: isThere };
  const users = createCache<UserId, User | null>(bounds);
  const entities = createCache<EntityId, Entity | null>(bounds);
  const entitiesByName = createCache<string, Entity | null>(bounds);
  const organizations = createCache<OrganizationId, Organization | null>(bounds);
  const memberships = createCache<UserId, Memberships>(bounds);
  const { accounts, members } = stores;
  const getUser = (id: UserId): Promise<User | null> => users.get(id, () => accounts.getUser(id));
  return {
    getUser,
    async usernames(ids) {
      const asked = [...new Set(ids)].filter((id) => id !== null);
      const found = await Promise.all(asked.map(getUser));
      return new Map(found.flatMap((user) => (user === null ? [] : [[user.id, user.username]])));
    },
    // Not remembered: only provisioning asks, and it must see what is there now.
    findUser: async (username) => (isName(username) ? accounts.findUser(username) : null),
    getEntity: (id) => entities.get(id, () => accounts.getEntity(id)),
    findEntity: async (name) =>
      isName(name) ? entitiesByName.get(nameKey(name), () => accounts.findEntity(name)) : null,
    getOrganization: (id) => organizations.get(id, () => accounts.getOrganization(id)),
    memberships: (userId) => memberships.get(userId, () => members.memberships(userId)),
    forget() {
      users.clear();
      entities.clear();
      entitiesByName.clear();
      organizations.clear();
      memberships.clear();
    },
  };
}
