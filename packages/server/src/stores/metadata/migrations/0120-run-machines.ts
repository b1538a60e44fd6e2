import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Lists find runs by their machine and by their tags as one set: runs that tell of any are read again. */
export const migration: Migration = {
  async up(db) {
    await sql`update runs set index_dirty = 1
      where deleted_at is null and (tags <> '[]' or repo <> '' or config like '%"_wandb"%')`.execute(
      db,
    );
  },
};
