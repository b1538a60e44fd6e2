import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnStoreConfig } from '../../../packages/server/src/stores/columns/index.ts';
import { startClickHouse } from '../../support/clickhouse.ts';

/** One engine of the column store as the suite needs it. */
export interface Engine {
  /** The configuration of an empty store. */
  createConfig(): Promise<ColumnStoreConfig>;
  stop(): Promise<void>;
}

export interface EngineChoice {
  readonly name: string;
  start(): Promise<Engine>;
}

export const engines: readonly EngineChoice[] = [
  { name: 'embedded ClickHouse', start: startEmbedded },
  { name: 'remote ClickHouse', start: startRemote },
];

async function startEmbedded(): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-columns-'));
  return {
    createConfig: async () => ({ kind: 'embedded', directory: join(directory, randomUUID()) }),
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}

async function startRemote(): Promise<Engine> {
  const server = await startClickHouse();
  return {
    createConfig: async () => ({ kind: 'remote', url: await server.createDatabase() }),
    stop: () => server.stop(),
  };
}
