import type { Migration } from './migration.ts';

/** Objects, ops, tables and files that clients of Weave publish. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('weave_objects')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('base_class', text)
      .addColumn('next_index', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('latest_version_id', integer)
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('weave_objects_by_name', ['project_id', 'name', 'kind'])
      .execute();
    await db.schema
      .createTable('weave_versions')
      .addColumn('id', ...id)
      .addColumn('object_id', integer, (c) => c.notNull())
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('version_index', integer, (c) => c.notNull())
      .addColumn('base_class', text)
      .addColumn('leaf_class', text)
      // The value stands here, or in a blob when it is long.
      .addColumn('value', text)
      .addColumn('value_blob', text)
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('created_by', integer)
      .addColumn('deleted_at', integer)
      .addUniqueConstraint('weave_versions_by_digest', ['object_id', 'digest'])
      .execute();
    await db.schema
      .createIndex('weave_versions_by_project')
      .on('weave_versions')
      .columns(['project_id', 'created_at', 'id'])
      .execute();
    await db.schema
      .createIndex('weave_versions_by_blob')
      .on('weave_versions')
      .column('value_blob')
      .execute();
    await db.schema
      .createTable('weave_tags')
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('tag', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('weave_tags_key', ['version_id', 'tag'])
      .execute();
    await db.schema
      .createTable('weave_aliases')
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('alias', text, (c) => c.notNull())
      .addColumn('version_id', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('weave_aliases_key', ['project_id', 'name', 'alias'])
      .execute();
    await db.schema
      .createIndex('weave_aliases_by_version')
      .on('weave_aliases')
      .column('version_id')
      .execute();
    await db.schema
      .createTable('weave_files')
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('blob', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('weave_files_key', ['project_id', 'digest'])
      .execute();
    await db.schema.createIndex('weave_files_by_blob').on('weave_files').column('blob').execute();
    await db.schema
      .createTable('weave_row_chunks')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('row_count', integer, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addUniqueConstraint('weave_row_chunks_by_digest', ['project_id', 'digest'])
      .execute();
    await db.schema
      .createTable('weave_tables')
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('row_count', integer, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      // Which stretches of which chunks, in order: [chunk, from, count, …].
      .addColumn('spans', text, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('weave_tables_key', ['project_id', 'digest'])
      .execute();
  },
};
