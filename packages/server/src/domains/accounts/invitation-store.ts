import type { Kysely } from 'kysely';
import { HELD_ROLE, type HeldRoleRow, toHeldRole } from './role-store.ts';
import type { AccountTables } from './tables.ts';
import type { EntityId, GivenRole, Invitation, InvitationId, Role, UserId } from './types.ts';

/** Invitations into teams; the tokens of their links are stored hashed. */
export type InvitationStore = ReturnType<typeof createInvitationStore>;

const INVITATION = [
  'invitations.id',
  'invitations.email',
  'invitations.role',
  'invitations.created_at',
  'invitations.expires_at',
] as const;

/** One as its link finds it, whatever became of it. */
export interface FoundInvitation extends Invitation {
  readonly entityId: EntityId;
  readonly createdBy: UserId;
  readonly usedAt: number | null;
  readonly withdrawnAt: number | null;
}

/** The form in which e-mails are compared. */
export function emailKey(email: string): string {
  return email.toLowerCase();
}

export function createInvitationStore(db: Kysely<AccountTables>) {
  const withRoles = () =>
    db
      .selectFrom('invitations')
      .leftJoin('custom_roles', 'custom_roles.id', 'invitations.custom_role_id')
      .select(INVITATION)
      .select(HELD_ROLE);
  const open = () => withRoles().where('used_at', 'is', null).where('withdrawn_at', 'is', null);
  const changeOpen = () =>
    db.updateTable('invitations').where('used_at', 'is', null).where('withdrawn_at', 'is', null);

  return {
    /** Null when the e-mail is invited into this team already. */
    async insert(input: {
      entityId: EntityId;
      email: string;
      given: GivenRole;
      tokenHash: string;
      createdBy: UserId;
      now: number;
      expiresAt: number;
    }): Promise<Invitation | null> {
      const { given } = input;
      const row = await db
        .insertInto('invitations')
        .values({
          entity_id: input.entityId,
          email: input.email,
          email_key: emailKey(input.email),
          role: given.role,
          custom_role_id: given.custom?.id ?? null,
          token_hash: input.tokenHash,
          created_by: input.createdBy,
          created_at: input.now,
          expires_at: input.expiresAt,
          used_at: null,
          used_by: null,
          withdrawn_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return null;
      return toInvitation(
        await withRoles().where('invitations.id', '=', row.id).executeTakeFirstOrThrow(),
      );
    },

    /** Those that nobody used, took back or replaced; too old ones, too. */
    async list(entityId: EntityId): Promise<readonly Invitation[]> {
      const rows = await open()
        .where('entity_id', '=', entityId)
        .orderBy('invitations.id')
        .execute();
      return rows.map(toInvitation);
    },

    /** Gives an open one another link; the old one stops working. */
    async renew(
      entityId: EntityId,
      id: InvitationId,
      link: { tokenHash: string; expiresAt: number },
    ): Promise<Invitation | null> {
      const updated = await changeOpen()
        .set({ token_hash: link.tokenHash, expires_at: link.expiresAt })
        .where('entity_id', '=', entityId)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      if (updated === undefined) return null;
      return toInvitation(await open().where('invitations.id', '=', id).executeTakeFirstOrThrow());
    },

    /** True when it was an open one of this team. */
    async withdraw(entityId: EntityId, id: InvitationId, now: number): Promise<boolean> {
      const withdrawn = await changeOpen()
        .set({ withdrawn_at: now })
        .where('entity_id', '=', entityId)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      return withdrawn !== undefined;
    },

    /** Takes those of an e-mail in one team away that nobody answered in time. */
    async withdrawExpired(entityId: EntityId, email: string, now: number): Promise<void> {
      await changeOpen()
        .set({ withdrawn_at: now })
        .where('entity_id', '=', entityId)
        .where('email_key', '=', emailKey(email))
        .where('expires_at', '<=', now)
        .execute();
    },

    async find(
      by: { readonly tokenHash: string } | { readonly id: number },
    ): Promise<FoundInvitation | null> {
      const found = withRoles().select(['entity_id', 'created_by', 'used_at', 'withdrawn_at']);
      const row = await ('id' in by
        ? found.where('invitations.id', '=', by.id)
        : found.where('token_hash', '=', by.tokenHash)
      ).executeTakeFirst();
      if (row === undefined) return null;
      return {
        ...toInvitation(row),
        entityId: row.entity_id as EntityId,
        createdBy: row.created_by as UserId,
        usedAt: row.used_at,
        withdrawnAt: row.withdrawn_at,
      };
    },

    /** Uses an open one up, so that nobody can use it twice; false when it was not open any more. */
    async use(id: InvitationId, userId: UserId, now: number): Promise<boolean> {
      const used = await changeOpen()
        .set({ used_at: now, used_by: userId })
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .returning('id')
        .executeTakeFirst();
      return used !== undefined;
    },

    /** Uses all open invitations of an e-mail up, for the one who now has it. */
    async useAll(
      email: string,
      userId: UserId,
      now: number,
    ): Promise<readonly ({ entityId: EntityId } & GivenRole)[]> {
      const rows = await open()
        .select('entity_id')
        .where('email_key', '=', emailKey(email))
        .where('expires_at', '>', now)
        .execute();
      const used: ({ entityId: EntityId } & GivenRole)[] = [];
      for (const row of rows) {
        if (!(await this.use(row.id as InvitationId, userId, now))) continue;
        const given = { role: row.role as Role, custom: toHeldRole(row) };
        used.push({ entityId: row.entity_id as EntityId, ...given });
      }
      return used;
    },
  };
}

function toInvitation(
  row: HeldRoleRow & {
    id: number;
    email: string;
    role: string;
    created_at: number;
    expires_at: number;
  },
): Invitation {
  return {
    id: row.id as InvitationId,
    email: row.email,
    role: row.role as Role,
    custom: toHeldRole(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
