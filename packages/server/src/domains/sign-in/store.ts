import type { Kysely } from 'kysely';
import type { UserId } from '../accounts/index.ts';
import type { SignInTables } from './tables.ts';

/** Who is who at other sign-in servers. */
export type IdentityStore = ReturnType<typeof createIdentityStore>;

export function createIdentityStore(db: Kysely<SignInTables>) {
  const select = (issuer: string, subject: string) =>
    db
      .selectFrom('identities')
      .select('user_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject);
  return {
    async find(issuer: string, subject: string): Promise<UserId | null> {
      const row = await select(issuer, subject).executeTakeFirst();
      return row ? (row.user_id as UserId) : null;
    },

    /** Whether the user is somebody at this issuer already. */
    async isKnownAt(issuer: string, userId: UserId): Promise<boolean> {
      const row = await db
        .selectFrom('identities')
        .select('subject')
        .where('issuer', '=', issuer)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Whose it is from now on: somebody else's, when they were faster. */
    async link(input: {
      issuer: string;
      subject: string;
      userId: UserId;
      now: number;
    }): Promise<UserId> {
      await db
        .insertInto('identities')
        .values({
          issuer: input.issuer,
          subject: input.subject,
          user_id: input.userId,
          email: null,
          created_at: input.now,
          last_used_at: input.now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const row = await select(input.issuer, input.subject).executeTakeFirstOrThrow();
      return row.user_id as UserId;
    },

    async touch(
      issuer: string,
      subject: string,
      use: { email: string | null; now: number },
    ): Promise<void> {
      await db
        .updateTable('identities')
        .set({ email: use.email, last_used_at: use.now })
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .execute();
    },

    async unlink(issuer: string, subject: string): Promise<void> {
      await db
        .deleteFrom('identities')
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .execute();
    },
  };
}
