import type { Kysely, Selectable } from 'kysely';
import type { AccountTables } from './tables.ts';
import type { EntityId, Invitation, InvitationId, Role, UserId } from './types.ts';

/** Invitations into teams, for e-mails that no user has yet. */
export type InvitationStore = ReturnType<typeof createInvitationStore>;

const INVITATION = ['id', 'email', 'role', 'created_at'] as const;

/** The form in which e-mails are compared. */
export function emailKey(email: string): string {
  return email.toLowerCase();
}

export function createInvitationStore(db: Kysely<AccountTables>) {
  return {
    /** Null when the e-mail is invited into this team already. */
    async insert(input: {
      entityId: EntityId;
      email: string;
      role: Role;
      createdBy: UserId;
      now: number;
    }): Promise<Invitation | null> {
      const row = await db
        .insertInto('team_invitations')
        .values({
          entity_id: input.entityId,
          email: input.email,
          email_key: emailKey(input.email),
          role: input.role,
          created_by: input.createdBy,
          created_at: input.now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning(INVITATION)
        .executeTakeFirst();
      return row ? toInvitation(row) : null;
    },

    async list(entityId: EntityId): Promise<readonly Invitation[]> {
      const rows = await db
        .selectFrom('team_invitations')
        .select(INVITATION)
        .where('entity_id', '=', entityId)
        .orderBy('id')
        .execute();
      return rows.map(toInvitation);
    },

    /** True when it was one of this team. */
    async delete(entityId: EntityId, id: InvitationId): Promise<boolean> {
      const deleted = await db
        .deleteFrom('team_invitations')
        .where('entity_id', '=', entityId)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      return deleted !== undefined;
    },

    /** Takes all invitations of an e-mail away, for the one who now has it. */
    async take(email: string): Promise<readonly { entityId: EntityId; role: Role }[]> {
      const rows = await db
        .deleteFrom('team_invitations')
        .where('email_key', '=', emailKey(email))
        .returning(['entity_id', 'role'])
        .execute();
      return rows.map((row) => ({ entityId: row.entity_id as EntityId, role: row.role as Role }));
    },
  };
}

function toInvitation(
  row: Pick<Selectable<AccountTables['team_invitations']>, (typeof INVITATION)[number]>,
): Invitation {
  return {
    id: row.id as InvitationId,
    email: row.email,
    role: row.role as Role,
    createdAt: row.created_at,
  };
}
