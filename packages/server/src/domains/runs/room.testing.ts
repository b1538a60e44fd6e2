import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MetadataStore, openMetadataStore } from '../../stores/metadata/index.ts';
import { type Actor, createAccounts } from '../accounts/index.ts';
import { createProjects, type Project } from '../projects/index.ts';
import { createRuns } from './service.ts';
import type { Runs } from './types.ts';

/** Runs over a real SQLite file, with a user `ada` who owns the project `looms`. */
export interface Room {
  readonly metadata: MetadataStore;
  readonly runs: Runs;
  readonly actor: Actor;
  readonly project: Project;
  readonly clock: { now: number };
}

/** Close its `metadata` when done: that removes the file too. */
export async function openRoom(): Promise<Room> {
  const directory = mkdtempSync(join(tmpdir(), 'runloom-runs-'));
  const metadata = openMetadataStore({ kind: 'sqlite', file: join(directory, 'metadata.db') });
  await metadata.migrate();
  const clock = { now: Date.UTC(2026, 10, 23) };
  const accounts = createAccounts({ metadata, secret: new Uint8Array(32) });
  const { user } = await accounts.ensureAdmin({});
  const admin = {
    kind: 'user',
    userId: user.id,
    username: 'admin',
    isAdmin: true,
    via: 'key',
  } as const;
  const { value: ada } = await accounts.putUser(admin, 'ada', {});
  const actor: Actor = { ...admin, userId: ada.id, username: 'ada', isAdmin: false };
  const projects = createProjects({ metadata, accounts });
  const project = await projects.ensure(actor, 'ada', 'looms');
  const now = () => clock.now;
  const runs = createRuns({ metadata, projects, clock: now, monotonicClock: now });
  const close = async () => {
    await metadata.close();
    rmSync(directory, { recursive: true });
  };
  return { metadata: { ...metadata, close }, runs, actor, project, clock };
}
