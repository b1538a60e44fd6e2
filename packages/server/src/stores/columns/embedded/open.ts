import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, type AgentOptions } from 'node:http';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createClientStore } from '../client-store.ts';
import type { ColumnStore } from '../types.ts';
import { EngineSupervisor, type SupervisorEvents } from './supervisor.ts';

export interface EmbeddedOptions extends SupervisorEvents {
  readonly directory: string;
  /** Bound of what the engine may allocate for data; default 1 GiB, or a quarter of a small machine. */
  readonly memoryLimitBytes?: number;
}

/** A column store in a process of its own. */
export interface EmbeddedColumnStore extends ColumnStore {
  /** Process id of the engine; undefined while it is starting. */
  readonly enginePid: number | undefined;
}

const GIBIBYTE = 1024 ** 3;
/** Addresses of Unix sockets end at 107 bytes. */
const MAX_SOCKET_PATH_BYTES = 100;

/**
 * Starts the engine on a directory and resolves once it answers.
 * @throws Error when the directory can't be opened, for instance because another process uses it
 */
export const openEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedColumnStore> => {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const socketPath = chooseSocketPath(directory);
  const memoryLimitBytes =
    options.memoryLimitBytes ?? Math.min(GIBIBYTE, Math.floor(totalmem() / 4));
  const supervisor = new EngineSupervisor({ directory, socketPath, memoryLimitBytes }, options);
  const discardSocket = (): void => {
    if (dirname(socketPath) !== directory)
      rmSync(dirname(socketPath), { recursive: true, force: true });
  };
  try {
    await supervisor.start();
  } catch (error) {
    await supervisor.close();
    discardSocket();
    throw error;
  }
  // Node hands the path on to the connection, though the type does not name it.
  const agentOptions: AgentOptions & { socketPath: string } = { keepAlive: true, socketPath };
  const store = createClientStore({
    url: 'http://localhost/default',
    agent: new Agent(agentOptions),
    requireReady: () => supervisor.requireReady(),
    readMemoryBytes: Math.floor(memoryLimitBytes / 2),
  });
  return {
    ...store,
    get enginePid() {
      return supervisor.pid;
    },
    async close() {
      await supervisor.close();
      await store.close();
      discardSocket();
    },
  };
};

/** In the engine's directory, or in a fresh private one where that path is too long for a socket. */
const chooseSocketPath = (directory: string): string => {
  const path = join(directory, 'engine.sock');
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path;
  return join(mkdtempSync(join(tmpdir(), 'runloom-')), 'engine.sock');
};
