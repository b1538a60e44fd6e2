import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Generated, Kysely } from 'kysely';
import {
  type MetadataConfig,
  type MetadataStore,
  openMetadataStore,
} from '../../../packages/server/src/stores/metadata/index.ts';
import { startPostgres } from '../../support/postgres.ts';

/** One engine of the metadata store as the suite needs it. */
export interface Engine {
  /** The configuration of an empty store. */
  createConfig(): Promise<MetadataConfig>;
  stop(): Promise<void>;
}

export interface EngineChoice {
  readonly name: string;
  start(): Promise<Engine>;
}

export const engines: readonly EngineChoice[] = [
  { name: 'SQLite', start: startSqlite },
  { name: 'PostgreSQL', start: startPostgresEngine },
];

async function startSqlite(): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-metadata-'));
  return {
    createConfig: async () => ({ kind: 'sqlite', file: join(directory, randomUUID(), 'm.db') }),
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}

async function startPostgresEngine(): Promise<Engine> {
  const postgres = await startPostgres();
  return {
    createConfig: async () => ({ kind: 'postgres', url: await postgres.createDatabase() }),
    stop: () => postgres.stop(),
  };
}

/** The columns of the first migration that the suite writes to. */
export type Tables = {
  organizations: { id: Generated<number>; name: string; name_key: string; created_at: number };
  entities: {
    id: Generated<number>;
    name: string;
    name_key: string;
    kind: string;
    organization_id: number | null;
    created_at: number;
  };
  projects: {
    id: Generated<number>;
    entity_id: number;
    name: string;
    visibility: string;
    run_counter: Generated<number>;
    created_at: number;
    updated_at: number;
    deleted_at: number | null;
  };
  runs: {
    id: Generated<number>;
    project_id: number;
    name: string;
    display_name: string;
    state: string;
    created_at: number;
    updated_at: number;
    heartbeat_at: number;
    started_at: number | null;
    config: Generated<string>;
    last_step: number | null;
    stop_requested: Generated<number>;
  };
  instance_settings: { key: string; value: string };
  schema_migrations: { number: number; name: string; applied_at: number };
};

export type Database = Kysely<Tables>;

/** An empty, migrated store; opened once for each name given, all on the same data. */
export async function openFresh(
  engine: Engine,
): Promise<{ store: MetadataStore; db: Database; config: MetadataConfig }> {
  const config = await engine.createConfig();
  const store = openMetadataStore(config);
  await store.migrate();
  return { store, db: store.db.withTables<Tables>(), config };
}

/** Makes a project to hang runs on; returns its id. */
export async function insertProject(db: Database, name: string = randomUUID()): Promise<number> {
  const entity = await db
    .insertInto('entities')
    .values({ name, name_key: name, kind: 'user', created_at: 1 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('projects')
    .values({ entity_id: entity.id, name, visibility: 'team', created_at: 1, updated_at: 1 })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A run's row with what a test does not care about filled in. */
export function runRow(project_id: number, name: string) {
  const times = { created_at: 1, updated_at: 1, heartbeat_at: 1 };
  return { project_id, name, display_name: name, state: 'running', ...times };
}
