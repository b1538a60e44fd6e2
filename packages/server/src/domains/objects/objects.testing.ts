import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStore, openBlobStore } from '../../stores/blobs/index.ts';
import { createGroupCommitter, openColumnStore } from '../../stores/columns/index.ts';
import { createContents } from '../contents/index.ts';
import { createProjects, type ProjectId } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createObjectContentHolder, createObjects, type Objects } from './index.ts';

/** Objects over real, empty stores. */
export interface ObjectBench {
  readonly room: Room;
  readonly objects: Objects;
  readonly projects: ReturnType<typeof createProjects>;
  /** What references to calls lead to, by project and id. */
  readonly calls: Map<string, string>;
  readonly blobs: BlobStore;
  /** A fresh project of the admin's. */
  project(): Promise<{ readonly id: ProjectId; readonly name: string }>;
  close(): Promise<void>;
}

export async function openObjects(): Promise<ObjectBench> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-objects-'));
  const room = await openRoom();
  const { metadata } = room;
  const columns = await openColumnStore({
    kind: 'embedded',
    directory: join(directory, 'columns'),
  });
  const blobs = await openBlobStore({ kind: 'files', directory: join(directory, 'blobs') });
  const clock = () => room.clock.now;
  const contents = createContents({
    metadata,
    blobs,
    holders: [createObjectContentHolder(metadata)],
    clock,
  });
  const projects = createProjects({ metadata, accounts: room.accounts });
  const committer = createGroupCommitter(columns);
  const calls = new Map<string, string>();
  const objects = createObjects({
    metadata,
    columns,
    committer,
    blobs,
    contents,
    projects,
    readCall: async (project, id) => calls.get(`${project}/${id}`) ?? null,
    clock,
  });
  let number = 0;
  return {
    room,
    objects,
    projects,
    calls,
    blobs,
    async project() {
      number += 1;
      return projects.ensure(room.admin, 'admin', `project-${number}`);
    },
    async close() {
      await committer.drain();
      await columns.close();
      await blobs.close();
      await room.close();
      await rm(directory, { recursive: true });
    },
  };
}
