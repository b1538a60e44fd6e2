import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { libchdbPath } from 'chdb/libchdb';
import { freePort } from './server.ts';
import { type Service, startService } from './service.ts';
import { waitFor } from './waiting.ts';

/** A real ClickHouse with its own HTTP interface and data of its own, on free ports of the loopback. */
export interface TestClickHouse {
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Ends it as a crash would; its data stay. */
  crash(): Promise<void>;
  /** Starts it again on the same port after a crash. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const LISTENER = fileURLToPath(new URL('./clickhouse-listener.py', import.meta.url));

/** Needs Python 3; the engine is in the `chdb` package. */
export async function startClickHouse(): Promise<TestClickHouse> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-clickhouse-'));
  const port = await freePort();
  const tcpPort = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const launch = async (): Promise<Service> => {
    const started = startService({
      command: 'python3',
      args: [LISTENER, libchdbPath(), directory, String(port), String(tcpPort)],
    });
    await waitFor(async () => started.exited || (await fetch(`${url}/ping`)).ok, {
      until: 'ClickHouse answers',
    });
    if (started.exited) throw new Error(`ClickHouse did not start:\n${started.output}`);
    return started;
  };

  let service = await launch();
  return {
    crash: () => service.stop('SIGKILL'),
    async restart() {
      service = await launch();
    },
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      const answer = await fetch(url, { method: 'POST', body: `CREATE DATABASE ${name}` });
      if (!answer.ok) throw new Error(await answer.text());
      return `${url}/${name}`;
    },
    async stop() {
      await service.stop('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
