import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnStoreConfig } from '../../../packages/server/src/stores/columns/index.ts';
import { startClickHouse } from '../../support/clickhouse.ts';
import { commandLine, descendants, killProcesses } from '../../support/process-tree.ts';

/** One engine of the column store as the suite needs it. */
export interface Engine {
  /** The configuration of an empty store. */
  createConfig(): Promise<ColumnStoreConfig>;
  /** Ends the process of the engine as a crash would, in the middle of whatever it does. */
  kill(config: ColumnStoreConfig): Promise<void>;
  /** Brings it back where nobody else does. */
  revive(): Promise<void>;
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
    kill: async (config) => killProcesses(config.kind === 'embedded' ? enginesOf(config) : []),
    // The store itself watches over its engine.
    revive: async () => {},
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}

async function startRemote(): Promise<Engine> {
  const server = await startClickHouse();
  return {
    createConfig: async () => ({ kind: 'remote', url: await server.createDatabase() }),
    kill: () => server.crash(),
    revive: () => server.restart(),
    stop: () => server.stop(),
  };
}

/** Processes of this one that serve the directory. */
function enginesOf(config: { readonly directory: string }): readonly number[] {
  const pids = descendants(process.pid).filter((pid) =>
    commandLine(pid).includes(config.directory),
  );
  if (pids.length === 0) throw new Error('The engine is no process of its own.');
  return pids;
}
