import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type MetadataStore, openMetadataStore } from '../../stores/metadata/index.ts';
import {
  type Accounts,
  createAccounts,
  type UserActor,
  type UserInput,
} from '../accounts/index.ts';

/** For tests of domains: accounts over a real, empty store, with the first admin in it. */
export interface Room {
  readonly metadata: MetadataStore;
  readonly accounts: Accounts;
  /** What the domain takes for the time. */
  readonly clock: { now: number };
  readonly admin: UserActor;
  /** Makes the user and gives the actor that a key of theirs would. */
  user(username: string, input?: UserInput): Promise<UserActor>;
  /** A second server process on the same store, with caches of its own. */
  neighbour(): Accounts;
  close(): Promise<void>;
}

export async function openRoom(): Promise<Room> {
  const { metadata, close } = await openTestMetadata();
  const clock = { now: Date.UTC(2026, 10, 23) };
  const secret = new Uint8Array(32).fill(1);
  const neighbour = () => createAccounts({ metadata, secret, clock: () => clock.now });
  const accounts = neighbour();
  const { user } = await accounts.ensureAdmin({});
  const actorOf = (found: { id: UserActor['userId']; username: string; isAdmin: boolean }) =>
    ({
      kind: 'user',
      userId: found.id,
      username: found.username,
      isAdmin: found.isAdmin,
      via: 'key',
    }) as const;
  const admin = actorOf(user);
  return {
    metadata,
    accounts,
    clock,
    admin,
    neighbour,
    user: async (username, input = {}) =>
      actorOf((await accounts.putUser(admin, username, input)).value),
    close,
  };
}

/**
 * A migrated, empty store: a SQLite file, or a database of its own beside the PostgreSQL database
 * that `TEST_DATABASE_URL` names.
 */
export async function openTestMetadata(): Promise<{
  metadata: MetadataStore;
  close: () => Promise<void>;
}> {
  const url = process.env['TEST_DATABASE_URL'];
  const opened = url === undefined ? openFile() : await openDatabase(url);
  await opened.metadata.migrate();
  return opened;
}

function openFile() {
  const directory = mkdtempSync(join(tmpdir(), 'runloom-domain-'));
  const metadata = openMetadataStore({ kind: 'sqlite', file: join(directory, 'metadata.db') });
  const close = async () => {
    await metadata.close();
    rmSync(directory, { recursive: true });
  };
  return { metadata, close };
}

async function openDatabase(url: string) {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const metadata = openMetadataStore({ kind: 'postgres', url: own.href });
  const close = async () => {
    await metadata.close();
    await administer(url, `drop database ${name}`);
  };
  return { metadata, close };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
