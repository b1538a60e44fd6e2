import { type Kysely, sql } from 'kysely';
import { literalInLike } from '../../stores/metadata/like.ts';
import { emailKey } from './invitation-store.ts';
import { nameKey } from './names.ts';
import { toUser, USER } from './store.ts';
import type { AccountTables } from './tables.ts';
import type { EntityId, OrganizationId, User, UserId } from './types.ts';

const MAX_FOUND = 100;
/** Ids begin at 1; SQL has no empty list. */
const NONE = 0;

/** Users by what is known of them. */
export type UserSearch = ReturnType<typeof createUserSearch>;

export function createUserSearch(db: Kysely<AccountTables>) {
  const living = () =>
    db
      .selectFrom('users')
      .innerJoin('entities', 'entities.id', 'users.entity_id')
      .select(USER)
      .where('users.username', 'not like', 'deleted:%');

  return {
    /** The oldest user of this e-mail. */
    async findByEmail(email: string): Promise<User | null> {
      const row = await living()
        .where(sql<string>`lower(users.email)`, '=', emailKey(email))
        .orderBy('users.id')
        .limit(1)
        .executeTakeFirst();
      return row ? toUser(row) : null;
    },

    /**
     * Those whose name or e-mail is the text, or begins or ends with it; exact ones first.
     * @param among only this user and the members of these teams and organizations; everyone when absent
     */
    async search(
      text: string,
      among?: {
        readonly self: UserId;
        readonly teams: readonly EntityId[];
        readonly organizations: readonly OrganizationId[];
      },
    ): Promise<readonly User[]> {
      const key = nameKey(text);
      const literal = literalInLike(key);
      const name = sql<string>`entities.name_key`;
      const email = sql<string>`lower(users.email)`;
      const matches = sql<boolean>`(${name} like ${`${literal}%`} escape '\\' or ${name} like ${`%${literal}`} escape '\\' or ${email} like ${`${literal}%`} escape '\\' or ${email} like ${`%${literal}`} escape '\\')`;
      const isExact = sql<number>`case when ${name} = ${key} or ${email} = ${key} then 0 else 1 end`;
      let query = living()
        .where(matches)
        .orderBy(isExact)
        .orderBy('entities.name_key')
        .limit(MAX_FOUND);
      if (among !== undefined) {
        const { self, teams, organizations } = among;
        query = query.where((eb) => {
          const colleagues = eb
            .selectFrom('team_members')
            .select('team_members.user_id')
            .where('team_members.entity_id', 'in', [...teams, NONE]);
          const members = eb
            .selectFrom('organization_members')
            .select('organization_members.user_id')
            .where('organization_members.organization_id', 'in', [...organizations, NONE]);
          return eb.or([
            eb('users.id', '=', self),
            eb('users.id', 'in', colleagues),
            eb('users.id', 'in', members),
          ]);
        });
      }
      return (await query.execute()).map(toUser);
    },
  };
}
