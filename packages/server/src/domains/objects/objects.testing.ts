import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStore, openBlobStore } from '../../stores/blobs/index.ts';
import { createGroupCommitter, openColumnStore } from '../../stores/columns/index.ts';
import { createContents } from '../contents/index.ts';
import { createProjects, type ProjectId } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import {
  createObjectContentHolder,
  createObjects,
  type Objects,
  type TableQuery,
  type TableRow,
} from './index.ts';

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
  /** Publishes a version for the admin: a text as it is, all else as its JSON. */
  publish(project: ProjectId, name: string, value: unknown): ReturnType<Objects['create']>;
  /** All that a query of a table gives. */
  rowsOf(project: ProjectId, digest: string, query?: TableQuery): Promise<TableRow[]>;
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
    publish: (project, name, value) =>
      objects.create(room.admin, project, {
        name,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      }),
    async rowsOf(project, digest, query) {
      const rows: TableRow[] = [];
      for await (const some of objects.queryTable(project, digest, query)) rows.push(...some);
      return rows;
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

/** What clients say of a dataset beside its rows. */
export const DATASET = {
  _type: 'Dataset',
  _class_name: 'Dataset',
  _bases: ['Object', 'BaseModel'],
};

/** An op as clients publish it. @param source digest of the file that holds its source */
export const opOf = (source: string) => ({
  _type: 'CustomWeaveType',
  weave_type: { type: 'Op' },
  files: { 'obj.py': source },
});
