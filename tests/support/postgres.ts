import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './server.ts';
import { type Service, startService } from './service.ts';
import { waitFor } from './waiting.ts';

/** A real PostgreSQL with data of its own, on a free port of the loopback. */
export interface TestPostgres {
  /** Makes an empty database, or finds that of a name, and returns its URL. */
  createDatabase(name?: string): Promise<string>;
  /** Runs one statement as the superuser. */
  administer(sql: string): Promise<void>;
  /** Ends it as a crash would; its data stay. */
  crash(): Promise<void>;
  /** Starts it again on the same port after a crash. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const USER = 'runloom';
const DUPLICATE_DATABASE = '42P04';

/**
 * @param kept A folder of which the data are used again, and stay when it is stopped; with none, they go.
 * @throws Error that says what to install when there is no PostgreSQL
 */
export async function startPostgres(kept?: string): Promise<TestPostgres> {
  const programs = findPrograms();
  const owner = findOwner();
  const directory = kept ?? (await mkdtemp(join(tmpdir(), 'runloom-postgres-')));
  await mkdir(directory, { recursive: true });
  if (owner) await chown(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  // A linguistic default collation, as installations often have: what must not depend on it is seen.
  const initialize = `--username=${USER} --auth=trust --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync`;
  if (!existsSync(data)) {
    execFileSync(join(programs, 'initdb'), ['-D', data, ...initialize.split(' ')], {
      ...owner,
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: directory,
    });
  }
  const port = await freePort();
  const urlOf = (database: string): string => `postgres://${USER}@127.0.0.1:${port}/${database}`;

  const administer = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: urlOf('postgres') });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const launch = async (): Promise<Service> => {
    const settings = { port, unix_socket_directories: directory, fsync: 'off' };
    const service = startService({
      command: join(programs, 'postgres'),
      args: [
        '-D',
        data,
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      ...owner,
    });
    await waitFor(
      async () => {
        if (service.exited) return true;
        await administer('select 1');
        return true;
      },
      { until: 'PostgreSQL answers' },
    );
    if (service.exited) throw new Error(`PostgreSQL did not start:\n${service.output}`);
    return service;
  };

  let service = await launch();
  return {
    administer,
    async createDatabase(name = `test_${randomUUID().replaceAll('-', '')}`) {
      await administer(`create database ${name}`).catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== DUPLICATE_DATABASE) throw error;
      });
      return urlOf(name);
    },
    crash: () => service.stop('SIGQUIT'),
    async restart() {
      service = await launch();
    },
    async stop() {
      await service.stop('SIGINT');
      if (kept === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The folder with `initdb` and `postgres`: Debian keeps one for each version, outside of the path. */
function findPrograms(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  const installed = versions
    .sort((a, b) => b - a)
    .map((version) => join(root, String(version), 'bin'))
    .concat((process.env['PATH'] ?? '').split(':'))
    .find((folder) => existsSync(join(folder, 'initdb')));
  if (installed !== undefined) return installed;
  throw new Error('PostgreSQL 15 or newer is needed (Debian: apt-get install postgresql).');
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function findOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (option: string): number =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
