import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';

type Tables = { instance_settings: { key: string; value: string } };

const KEY = 'versions_reserved_below';

/** The highest version that may have been given out, as text of digits in `instance_settings`. */
export function createVersionStore(metadata: MetadataStore) {
  const db: Kysely<Tables> = metadata.db.withTables<Tables>();
  return {
    async read(): Promise<bigint> {
      const row = await db
        .selectFrom('instance_settings')
        .select('value')
        .where('key', '=', KEY)
        .executeTakeFirst();
      return BigInt(row?.value ?? 0);
    },
    async write(version: bigint): Promise<void> {
      const value = String(version);
      await db
        .insertInto('instance_settings')
        .values({ key: KEY, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    },
  };
}
