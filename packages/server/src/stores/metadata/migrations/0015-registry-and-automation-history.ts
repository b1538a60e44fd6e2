import type { Migration } from './migration.ts';

/**
 * Who gave an alias to which version and when, and who linked a version; every try of what an automation
 * did, when the next one is due, and what was sent again.
 */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('artifact_alias_moves')
      .addColumn('id', ...id)
      .addColumn('collection_id', integer, (c) => c.notNull())
      .addColumn('alias', text, (c) => c.notNull())
      // As versions are numbered in the collection: they are told after the versions are gone.
      .addColumn('from_index', integer)
      .addColumn('to_index', integer)
      .addColumn('moved_by', integer)
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('artifact_alias_moves_of')
      .on('artifact_alias_moves')
      .columns(['collection_id', 'id'])
      .execute();
    // Of links that were made before, nobody knows.
    await db.schema.alterTable('artifact_memberships').addColumn('created_by', integer).execute();

    await db.schema
      .createTable('automation_attempts')
      .addColumn('id', ...id)
      .addColumn('execution_id', integer, (c) => c.notNull())
      .addColumn('number', integer, (c) => c.notNull())
      .addColumn('ok', integer, (c) => c.notNull())
      .addColumn('detail', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('automation_attempts_once', ['execution_id', 'number'])
      .execute();
    for (const column of ['next_attempt_at', 'resent_of', 'resent_by']) {
      await db.schema.alterTable('automation_executions').addColumn(column, integer).execute();
    }
  },
};
