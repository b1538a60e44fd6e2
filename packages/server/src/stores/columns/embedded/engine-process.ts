/**
 * Entry of the engine process: opens the embedded ClickHouse (chDB) on a directory and serves it on
 * a Unix socket until the server that started it says so or is gone.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { drainPending, Session } from 'chdb';
import { engineConfig } from './engine-config.ts';
import { createEngineServer, type Lanes } from './engine-server.ts';
import { createLane } from './lane.ts';
import type { EngineCommand, EngineMessage, EngineOptions } from './protocol.ts';

const main = (): void => {
  const options = JSON.parse(process.argv[2] ?? '') as EngineOptions;
  // A key press in the terminal reaches every process of the group; the server decides when we end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  process.on('disconnect', () => {
    // Nobody is left to answer to, and what was acknowledged is on disk.
    rmSync(options.socketPath, { force: true });
    process.kill(process.pid, 'SIGKILL');
  });
  // A server that is gone by now needs no answer; the disconnect above ends this process.
  const tell = (message: EngineMessage, then: () => void = () => {}): void => {
    if (process.connected) process.send?.(message, then);
    else then();
  };
  try {
    const engine = openEngine(options);
    rmSync(options.socketPath, { force: true });
    engine.server.listen(options.socketPath, () => {
      chmodSync(options.socketPath, 0o600);
      tell({ type: 'ready' });
    });
    process.on('message', (command: EngineCommand) => {
      if (command.type === 'close') void engine.close().finally(() => process.exit(0));
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ type: 'failed', message }, () => process.exit(1));
  }
};

interface Engine {
  readonly server: Server;
  close(): Promise<void>;
}

const openEngine = (options: EngineOptions): Engine => {
  const data = join(options.directory, 'engine');
  const spool = join(options.directory, 'spool');
  const configFile = join(options.directory, 'engine.xml');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(configFile, engineConfig(configFile, options.memoryLimitBytes), { mode: 0o600 });
  // The first session starts the engine and takes its lock; it stays open so that the engine does.
  const first = new Session(data, { connectionArgs: [`--config-file=${configFile}`] });
  // Only the holder of the lock may throw away what an earlier process left unread.
  rmSync(spool, { recursive: true, force: true });
  mkdirSync(spool, { mode: 0o700 });

  const open = (): Session => new Session(data);
  const lanes: Lanes = {
    charts: createLane(open, { sessions: 4, waiting: 500 }),
    heavy: createLane(open, { sessions: 2, waiting: 50 }),
    writes: createLane(open, { sessions: 3, waiting: 100 }),
    commands: createLane(open, { sessions: 1, waiting: 50 }),
  };
  const server = createEngineServer({ lanes, spoolDirectory: spool });
  return {
    server,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await drainPending();
      for (const lane of Object.values(lanes)) lane.close();
      first.close();
      await drainPending();
    },
  };
};

main();
