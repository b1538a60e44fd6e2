import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Artifacts: types, collections, versions with their entries, aliases and tags, and their contents. */
export const migration: Migration = {
  async up(db, { id, integer, text }) {
    await db.schema
      .createTable('artifact_types')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull().defaultTo(''))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('artifact_types_once', ['project_id', 'name'])
      .execute();

    await db.schema
      .createTable('artifact_collections')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('type_id', integer, (c) => c.notNull().references('artifact_types.id'))
      // `sequence` (versions are made in it) or `portfolio` (versions are linked into it).
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull().defaultTo(''))
      .addColumn('next_index', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('client_id', text)
      .addColumn('created_by', integer, (c) => c.references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('deleted_at', integer)
      .execute();
    await db.schema
      .createIndex('artifact_collections_by_name')
      .unique()
      .on('artifact_collections')
      .columns(['project_id', 'name'])
      .where(sql.ref('deleted_at'), 'is', null)
      .execute();
    await db.schema
      .createIndex('artifact_collections_deleted')
      .on('artifact_collections')
      .columns(['deleted_at'])
      .where(sql.ref('deleted_at'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('artifact_collections_by_client')
      .on('artifact_collections')
      .columns(['client_id'])
      .execute();
    await db.schema
      .createTable('artifact_collection_tags')
      .addColumn('collection_id', integer, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('artifact_collection_tags_pk', ['collection_id', 'name'])
      .execute();

    await db.schema
      .createTable('artifact_versions')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull().references('projects.id'))
      .addColumn('collection_id', integer, (c) => c.notNull().references('artifact_collections.id'))
      // `pending` until it is whole, then `committed`.
      .addColumn('state', text, (c) => c.notNull())
      .addColumn('version_index', integer)
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('description', text, (c) => c.notNull().defaultTo(''))
      .addColumn('metadata', text)
      .addColumn('labels', text)
      .addColumn('history_step', integer)
      .addColumn('size_bytes', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('file_count', integer, (c) => c.notNull().defaultTo(0))
      .addColumn('run_id', integer)
      .addColumn('commit_hash', text, (c) => c.notNull().defaultTo(''))
      .addColumn('distributed_id', text)
      .addColumn('client_id', text)
      // Seconds; null inherits, -2 never ends.
      .addColumn('ttl_seconds', integer)
      .addColumn('expires_at', integer)
      // What is given when the version is committed: JSON lists.
      .addColumn('pending_aliases', text, (c) => c.notNull().defaultTo('[]'))
      .addColumn('pending_tags', text, (c) => c.notNull().defaultTo('[]'))
      .addColumn('manifest_blob', text)
      .addColumn('manifest_md5', text)
      .addColumn('manifest_bytes', integer)
      .addColumn('created_by', integer, (c) => c.references('users.id'))
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('updated_at', integer, (c) => c.notNull())
      .addColumn('deleted_at', integer)
      .execute();
    for (const [name, columns] of Object.entries({
      artifact_versions_of_collection: ['collection_id', 'version_index'],
      artifact_versions_by_digest: ['collection_id', 'digest'],
      artifact_versions_of_project: ['project_id', 'id'],
      artifact_versions_by_client: ['client_id'],
      artifact_versions_by_manifest: ['manifest_blob'],
    })) {
      await db.schema.createIndex(name).on('artifact_versions').columns(columns).execute();
    }
    await db.schema
      .createIndex('artifact_versions_deleted')
      .on('artifact_versions')
      .columns(['deleted_at'])
      .where(sql.ref('deleted_at'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('artifact_versions_expiring')
      .on('artifact_versions')
      .columns(['expires_at'])
      .where(sql.ref('expires_at'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('artifact_versions_pending')
      .on('artifact_versions')
      .columns(['updated_at'])
      .where(sql.ref('state'), '=', 'pending')
      .execute();
    await db.schema
      .createTable('artifact_tags')
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('artifact_tags_pk', ['version_id', 'name'])
      .execute();

    await db.schema
      .createTable('artifact_memberships')
      .addColumn('id', ...id)
      .addColumn('collection_id', integer, (c) => c.notNull())
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('version_index', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('artifact_memberships_by_index', ['collection_id', 'version_index'])
      .addUniqueConstraint('artifact_memberships_once', ['version_id', 'collection_id'])
      .execute();
    await db.schema
      .createTable('artifact_aliases')
      .addColumn('id', ...id)
      .addColumn('collection_id', integer, (c) => c.notNull())
      .addColumn('alias', text, (c) => c.notNull())
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('artifact_aliases_once', ['collection_id', 'alias'])
      .execute();
    await db.schema
      .createIndex('artifact_aliases_of_version')
      .on('artifact_aliases')
      .columns(['version_id'])
      .execute();

    // A file as the client names it by its digest (base64 MD5), and where its bytes are.
    await db.schema
      .createTable('artifact_contents')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('blob', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('birth_version_id', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addUniqueConstraint('artifact_contents_once', ['project_id', 'digest'])
      .execute();
    await db.schema
      .createIndex('artifact_contents_by_blob')
      .on('artifact_contents')
      .columns(['blob'])
      .execute();
    // What a version that is not committed yet counts on.
    await db.schema
      .createTable('artifact_claims')
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('content_id', integer, (c) => c.notNull())
      .addPrimaryKeyConstraint('artifact_claims_pk', ['version_id', 'content_id'])
      .execute();
    await db.schema
      .createIndex('artifact_claims_by_content')
      .on('artifact_claims')
      .columns(['content_id'])
      .execute();
    await db.schema
      .createTable('artifact_entries')
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('path', text, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('size_bytes', integer, (c) => c.notNull())
      .addColumn('ref', text)
      .addColumn('content_id', integer)
      .addPrimaryKeyConstraint('artifact_entries_pk', ['version_id', 'path'])
      .execute();
    await db.schema
      .createIndex('artifact_entries_by_content')
      .on('artifact_entries')
      .columns(['content_id'])
      .where(sql.ref('content_id'), 'is not', null)
      .execute();

    await db.schema
      .createTable('artifact_manifests')
      .addColumn('id', ...id)
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('md5', text, (c) => c.notNull())
      .addColumn('blob', text)
      .addColumn('size_bytes', integer)
      .addColumn('created_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('artifact_manifests_of_version')
      .on('artifact_manifests')
      .columns(['version_id'])
      .execute();
    await db.schema
      .createIndex('artifact_manifests_by_blob')
      .on('artifact_manifests')
      .columns(['blob'])
      .execute();

    // Files that are sent in parts.
    await db.schema
      .createTable('artifact_uploads')
      .addColumn('id', ...id)
      .addColumn('version_id', integer, (c) => c.notNull())
      .addColumn('digest', text, (c) => c.notNull())
      .addColumn('part_count', integer, (c) => c.notNull())
      .addColumn('created_at', integer, (c) => c.notNull())
      .addColumn('completed_at', integer)
      .addUniqueConstraint('artifact_uploads_once', ['version_id', 'digest'])
      .execute();
    await db.schema
      .createTable('artifact_upload_parts')
      .addColumn('upload_id', integer, (c) => c.notNull())
      .addColumn('part', integer, (c) => c.notNull())
      .addColumn('announced_md5', text, (c) => c.notNull())
      .addColumn('blob', text)
      .addColumn('size_bytes', integer)
      .addPrimaryKeyConstraint('artifact_upload_parts_pk', ['upload_id', 'part'])
      .execute();
    await db.schema
      .createIndex('artifact_upload_parts_by_blob')
      .on('artifact_upload_parts')
      .columns(['blob'])
      .execute();

    // What removing versions for good has freed.
    await db.schema
      .createTable('artifact_receipts')
      .addColumn('id', ...id)
      .addColumn('project_id', integer, (c) => c.notNull())
      .addColumn('reason', text, (c) => c.notNull())
      .addColumn('versions', integer, (c) => c.notNull())
      .addColumn('files', integer, (c) => c.notNull())
      .addColumn('freed_bytes', integer, (c) => c.notNull())
      .addColumn('started_at', integer, (c) => c.notNull())
      .addColumn('finished_at', integer, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('artifact_receipts_of_project')
      .on('artifact_receipts')
      .columns(['project_id', 'id'])
      .execute();
  },
};
