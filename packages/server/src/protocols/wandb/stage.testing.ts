import { afterAll, beforeAll, expect } from 'vitest';
import { ADMIN_KEY, type Caller, openRoom, type Room } from './room.testing.ts';

export const GUEST_KEY = 'guest-key-0123456789abcdefghijklmnopqrstuvwxyz';
export const UPSERT = `mutation Upsert($id: String, $name: String, $project: String, $entity: String,
    $displayName: String, $config: JSONString, $tags: [String!], $notes: String, $state: String) {
  upsertBucket(input: {id: $id, name: $name, modelName: $project, entityName: $entity,
      displayName: $displayName, config: $config, tags: $tags, notes: $notes, state: $state}) {
    bucket { id name displayName description config sweepName historyLineCount
      project { id name entity { id name } } }
    inserted
  }
}`;
export const ofRun = (fields: string) => `query Of($name: String!) {
  project(name: "looms", entityName: "admin") { run(name: $name) { ${fields} } } }`;

interface Bucket {
  readonly id: string;
  readonly displayName: string;
  readonly project: { name: string; entity: { name: string } };
}

/** A server with its admin and a guest, and what most tests of the protocol begin with. */
export interface Stage {
  readonly room: Room;
  readonly admin: Caller;
  readonly guest: Caller;
  upsert(name: string, variables?: object): Promise<{ bucket: Bucket; inserted: boolean }>;
  /** The fields of a run of the project `looms`. */
  read(name: string, fields: string): Promise<Record<string, unknown>>;
  createRun(name: string, lines?: readonly string[]): Promise<Bucket>;
}

/** Sets the stage before the tests of the file and clears it after them. */
export function setStage(): Stage {
  let room: Room | undefined;
  const open = (): Room => {
    if (room === undefined) throw new Error('The stage stands only while tests run.');
    return room;
  };
  beforeAll(async () => {
    room = await openRoom();
    await room.as(ADMIN_KEY).send('PUT', '/api/v1/admin/users/guest', {
      body: JSON.stringify({ apiKey: GUEST_KEY }),
      headers: { 'content-type': 'application/json' },
    });
  });
  afterAll(() => room?.close());
  return {
    get room() {
      return open();
    },
    get admin() {
      return open().as(ADMIN_KEY);
    },
    get guest() {
      return open().as(GUEST_KEY);
    },
    async upsert(name, variables = {}) {
      const input = { name, project: 'looms', entity: null, ...variables };
      const data = await this.admin.ask(UPSERT, input);
      return data['upsertBucket'] as { bucket: Bucket; inserted: boolean };
    },
    async read(name, fields) {
      const { project } = await this.admin.ask(ofRun(fields), { name });
      return (project as { run: Record<string, unknown> }).run;
    },
    async createRun(name, lines = []) {
      const { bucket } = await this.upsert(name);
      const files = { 'wandb-history.jsonl': { offset: 0, content: lines } };
      const { status } = await this.admin.stream(`admin/looms/${name}`, { files });
      expect(status).toBe(200);
      return bucket;
    },
  };
}
