import type { Kysely, Selectable } from 'kysely';
import { DEFAULT_TEAM } from './default-team.ts';
import { nameKey } from './names.ts';
import type { AccountTables } from './tables.ts';
import type {
  Audience,
  Entity,
  EntityId,
  Organization,
  OrganizationId,
  User,
  UserId,
  Visibility,
} from './types.ts';

/**
 * Users, entities and organizations.
 *
 * Rows of users and entities are never deleted, since projects and runs point at them: a deleted
 * one is emptied and renamed to `deleted:<id>`, which is no name anyone can have, so that its own
 * name is free and no look-up by name or id finds it.
 */
export type AccountStore = ReturnType<typeof createAccountStore>;

const ENTITY = ['id', 'name', 'kind', 'organization_id'] as const;
/** The columns of a `User`. */
export const USER = [
  'users.id',
  'users.username',
  'users.email',
  'users.display_name',
  'users.is_admin',
  'users.entity_id',
  'users.service_entity_id',
  'users.created_at',
] as const;
/** What stands before the id in the name of someone who is deleted. */
export const DELETED = 'deleted:';
const KINDS: Readonly<Record<string, Entity['kind']>> = {
  team: 'team',
  organization: 'organization',
};

export function createAccountStore(db: Kysely<AccountTables>) {
  const livingUsers = () =>
    db.selectFrom('users').select(USER).where('users.username', 'not like', `${DELETED}%`);

  const livingEntities = () =>
    db.selectFrom('entities').select(ENTITY).where('name_key', 'not like', `${DELETED}%`);

  const buryEntity = async (id: EntityId, now: number): Promise<void> => {
    await db
      .updateTable('projects')
      .set({ deleted_at: now, updated_at: now })
      .where('entity_id', '=', id)
      .where('deleted_at', 'is', null)
      .execute();
    await db.deleteFrom('project_members').where('team_id', '=', id).execute();
    await db.deleteFrom('team_members').where('entity_id', '=', id).execute();
    await db
      .updateTable('invitations')
      .set({ withdrawn_at: now })
      .where('entity_id', '=', id)
      .where('used_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .execute();
    await db
      .updateTable('entities')
      .set({ name_key: `${DELETED}${id}`, organization_id: null })
      .where('id', '=', id)
      .execute();
  };

  /** Empties the user and frees the name; their personal projects go to the trash. */
  const buryUser = async (user: Pick<User, 'id' | 'entityId'>, now: number): Promise<void> => {
    for (const table of ['team_members', 'organization_members', 'project_members'] as const) {
      await db.deleteFrom(table).where('user_id', '=', user.id).execute();
    }
    await buryEntity(user.entityId, now);
    await db
      .updateTable('users')
      .set({
        username: `${DELETED}${user.id}`,
        email: null,
        display_name: '',
        password_hash: null,
        is_admin: 0,
        service_entity_id: null,
        default_team_id: null,
      })
      .where('id', '=', user.id)
      .execute();
  };

  /** Null when the name is taken. */
  const insertEntity = async (input: {
    name: string;
    kind: Entity['kind'];
    organizationId: OrganizationId | null;
    now: number;
  }): Promise<Entity | null> => {
    const row = await db
      .insertInto('entities')
      .values({
        name: input.name,
        name_key: nameKey(input.name),
        kind: input.kind,
        organization_id: input.organizationId,
        created_at: input.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(ENTITY)
      .executeTakeFirst();
    return row ? toEntity(row) : null;
  };

  /**
   * What an organization owns its projects by. It must not take the organization's own name, which a
   * team may have.
   */
  const insertOrganizationEntity = async (
    { id, name }: Organization,
    now: number,
  ): Promise<void> => {
    for (const free of [`${name}-org`, `${name}-org-${id}`]) {
      const wanted = { name: free, kind: 'organization', organizationId: id, now } as const;
      if ((await insertEntity(wanted)) !== null) return;
    }
    throw new Error(`No name was free for what the organization ${name} owns.`);
  };

  return {
    async getUser(id: UserId): Promise<User | null> {
      const row = await livingUsers().where('users.id', '=', id).executeTakeFirst();
      return row ? toUser(row) : null;
    },

    async findUser(username: string): Promise<User | null> {
      const row = await livingUsers()
        .innerJoin('entities', 'entities.id', 'users.entity_id')
        .where('entities.name_key', '=', nameKey(username))
        .executeTakeFirst();
      return row ? toUser(row) : null;
    },

    async findOldestAdmin(): Promise<User | null> {
      const row = await livingUsers()
        .where('users.is_admin', '=', 1)
        .orderBy('users.id')
        .limit(1)
        .executeTakeFirst();
      return row ? toUser(row) : null;
    },

    async insertUser(input: {
      entityId: EntityId;
      username: string;
      email: string | null;
      displayName: string;
      isAdmin: boolean;
      passwordHash: string | null;
      serviceOf?: EntityId;
      now: number;
    }): Promise<User> {
      const row = await db
        .insertInto('users')
        .values({
          entity_id: input.entityId,
          username: input.username,
          email: input.email,
          display_name: input.displayName,
          is_admin: input.isAdmin ? 1 : 0,
          password_hash: input.passwordHash,
          service_entity_id: input.serviceOf ?? null,
          default_team_id: null,
          created_at: input.now,
        })
        .returning(USER)
        .executeTakeFirstOrThrow();
      return toUser(row);
    },

    async updateUser(
      id: UserId,
      change: {
        email?: string | null;
        displayName?: string;
        isAdmin?: boolean;
        passwordHash?: string;
      },
    ): Promise<User> {
      const row = await db
        .updateTable('users')
        .set((eb) => ({
          email: change.email === undefined ? eb.ref('email') : change.email,
          display_name: change.displayName ?? eb.ref('display_name'),
          is_admin: change.isAdmin === undefined ? eb.ref('is_admin') : change.isAdmin ? 1 : 0,
          password_hash: change.passwordHash ?? eb.ref('password_hash'),
        }))
        .where('id', '=', id)
        .returning(USER)
        .executeTakeFirstOrThrow();
      return toUser(row);
    },

    /**
     * How many instance admins there are beside this user. Inside a transaction the answer stays
     * true until its end: writing the rows takes their locks, on both engines.
     */
    async countOtherAdmins(id: UserId): Promise<number> {
      await db
        .updateTable('users')
        .set((eb) => ({ is_admin: eb.ref('is_admin') }))
        .where('is_admin', '=', 1)
        .execute();
      const row = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('is_admin', '=', 1)
        .where('id', '<>', id)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    /** The name of the team that the user chose, while they are in it. */
    async defaultTeamOf(id: UserId): Promise<string | null> {
      const row = await db
        .selectFrom('users')
        .select(DEFAULT_TEAM)
        .where('users.id', '=', id)
        .executeTakeFirst();
      return row?.default_team ?? null;
    },

    async setDefaultTeam(id: UserId, team: EntityId | null): Promise<void> {
      await db.updateTable('users').set({ default_team_id: team }).where('id', '=', id).execute();
    },

    buryUser,

    async getEntity(id: EntityId): Promise<Entity | null> {
      const row = await livingEntities().where('id', '=', id).executeTakeFirst();
      return row ? toEntity(row) : null;
    },

    async findEntity(name: string): Promise<Entity | null> {
      const row = await livingEntities().where('name_key', '=', nameKey(name)).executeTakeFirst();
      return row ? toEntity(row) : null;
    },

    insertEntity,

    /**
     * Frees the name of a team; its projects go to the trash, its members leave. The accounts of its
     * services must be buried before.
     */
    buryTeam: buryEntity,

    /** The same for what an organization owns its projects by. */
    buryOwner: buryEntity,

    /** Admins of the instance, the first one first. */
    async listAdmins(): Promise<readonly User[]> {
      const rows = await livingUsers()
        .where('users.is_admin', '=', 1)
        .orderBy('users.id')
        .execute();
      return rows.map(toUser);
    },

    async listServiceAccounts(id: EntityId): Promise<readonly User[]> {
      const rows = await livingUsers().where('users.service_entity_id', '=', id).execute();
      return rows.map(toUser);
    },

    async entityOfOrganization(id: OrganizationId): Promise<Entity | null> {
      const row = await livingEntities()
        .where('kind', '=', 'organization')
        .where('organization_id', '=', id)
        .executeTakeFirst();
      return row ? toEntity(row) : null;
    },

    /** Of one organization, or all. */
    async listTeams(organizationId?: OrganizationId): Promise<readonly Entity[]> {
      let query = livingEntities().where('kind', '=', 'team').orderBy('name_key');
      if (organizationId !== undefined) {
        query = query.where('organization_id', '=', organizationId);
      }
      return (await query.execute()).map(toEntity);
    },

    /** The teams that the user is in, and those of the organizations whose admin they are. */
    async listTeamsOf(userId: UserId): Promise<readonly Entity[]> {
      const rows = await livingEntities()
        .where('kind', '=', 'team')
        .where((eb) =>
          eb.or([
            eb(
              'id',
              'in',
              eb.selectFrom('team_members').select('entity_id').where('user_id', '=', userId),
            ),
            eb(
              'organization_id',
              'in',
              eb
                .selectFrom('organization_members')
                .select('organization_members.organization_id')
                .where('user_id', '=', userId)
                .where('role', '=', 'admin'),
            ),
          ]),
        )
        .orderBy('name_key')
        .execute();
      return rows.map(toEntity);
    },

    async getOrganization(id: OrganizationId): Promise<Organization | null> {
      const row = await db
        .selectFrom('organizations')
        .select(['id', 'name'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? toOrganization(row) : null;
    },

    /** All, or those that the user belongs to; oldest first. */
    async listOrganizations(userId?: UserId): Promise<readonly Organization[]> {
      let query = db.selectFrom('organizations').select(['id', 'name']).orderBy('id');
      if (userId !== undefined) {
        query = query.where('id', 'in', (eb) =>
          eb
            .selectFrom('organization_members')
            .select('organization_members.organization_id')
            .where('user_id', '=', userId),
        );
      }
      return (await query.execute()).map(toOrganization);
    },

    async findOrganization(name: string): Promise<Organization | null> {
      const row = await db
        .selectFrom('organizations')
        .select(['id', 'name'])
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst();
      return row ? toOrganization(row) : null;
    },

    async audience(id: OrganizationId): Promise<Audience> {
      const row = await db
        .selectFrom('organizations')
        .select(['default_visibility', 'allows_public'])
        .where('id', '=', id)
        .executeTakeFirst();
      return {
        defaultVisibility: (row?.default_visibility ?? 'team') as Visibility,
        allowsPublic: row?.allows_public !== 0,
      };
    },

    async setAudience(
      id: OrganizationId,
      { defaultVisibility, allowsPublic }: Audience,
    ): Promise<void> {
      await db
        .updateTable('organizations')
        .set({ default_visibility: defaultVisibility, allows_public: allowsPublic ? 1 : 0 })
        .where('id', '=', id)
        .execute();
    },

    /** Null when the name is taken. */
    async insertOrganization(name: string, now: number): Promise<Organization | null> {
      const row = await db
        .insertInto('organizations')
        .values({ name, name_key: nameKey(name), created_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .returning(['id', 'name'])
        .executeTakeFirst();
      if (row === undefined) return null;
      await insertOrganizationEntity(toOrganization(row), now);
      return toOrganization(row);
    },

    /** Its teams and what it owns must be buried before. */
    async deleteOrganization(id: OrganizationId): Promise<void> {
      await db.deleteFrom('organization_members').where('organization_id', '=', id).execute();
      await db.deleteFrom('organizations').where('id', '=', id).execute();
    },
  };
}

export function toUser(
  row: Pick<
    Selectable<AccountTables['users']>,
    | 'id'
    | 'username'
    | 'email'
    | 'display_name'
    | 'is_admin'
    | 'entity_id'
    | 'service_entity_id'
    | 'created_at'
  >,
): User {
  return {
    id: row.id as UserId,
    username: row.username,
    email: row.email,
    displayName: row.display_name,
    isAdmin: row.is_admin === 1,
    entityId: row.entity_id as EntityId,
    serviceOf: row.service_entity_id as EntityId | null,
    createdAt: row.created_at,
  };
}

export function toEntity(
  row: Pick<Selectable<AccountTables['entities']>, 'id' | 'name' | 'kind' | 'organization_id'>,
): Entity {
  return {
    id: row.id as EntityId,
    name: row.name,
    kind: KINDS[row.kind] ?? 'user',
    organizationId: row.organization_id as OrganizationId | null,
  };
}

function toOrganization(row: { id: number; name: string }): Organization {
  return { id: row.id as OrganizationId, name: row.name };
}
