import {
  ArtifactCollectionList,
  ArtifactDiff,
  ArtifactFolder,
  ArtifactStorage,
  ArtifactTrash,
  ArtifactVersionDetail,
  FileList,
  LineageGraph,
} from '@runloom/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { complaintsIn } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let facts: Record<string, unknown>;

beforeAll(async () => {
  const { code, output } = await stage.machine.run('artifacts.py', { args: ['looms'] });
  expect(code, output).toBe(0);
  facts = JSON.parse(/^FACTS (.*)$/m.exec(output)?.[1] ?? '{}');
});

const api = async <T>(schema: { parse(value: unknown): T }, path: string): Promise<T> => {
  const answer = await stage.api.send('GET', `/api/v1/projects/admin/looms/${path}`);
  expect(answer.status, answer.text).toBe(200);
  return schema.parse(JSON.parse(answer.text));
};

describe('the client', () => {
  it('logs versions with aliases, and none for what is there already', () => {
    expect(facts).toMatchObject({
      first: ['set:v0', 'v0', ['latest', 'raw'], expect.stringMatching(/^[0-9a-f]{32}$/)],
      again: ['v0', ['latest', 'raw']],
      second: ['v1', ['latest']],
    });
  });

  it('logs references of any kind, which nobody looks at', () => {
    expect(facts['far']).toEqual({
      gs: 'gs://bucket/key',
      s3: 's3://bucket/key',
      web: 'https://nowhere.invalid/x.bin',
      local: expect.stringMatching(/^file:\/\/\/.*\/data\/a\.txt$/),
    });
  });

  it('uses and downloads them, whole or in part, and finds every byte', () => {
    expect(facts).toMatchObject({
      files: { 'a.txt': 'first a', 'deep/b %ü.txt': 'first b' },
      part: ['b %ü.txt'],
      model: 'model.bin',
      taken: 'first a',
      table: [
        [1, 'one'],
        [2, 'two'],
      ],
    });
  });

  it('lists types, collections, versions and files, and who made and used them', () => {
    expect(facts).toMatchObject({
      types: ['dataset', 'model', 'run_table'],
      collections: ['best', 'far', 'net', 'run-trainer-table', 'set', 'with-table'],
      versions: ['v1', 'v0'],
      found: {
        description: 'words',
        metadata: { rows: 2 },
        tags: expect.arrayContaining(['small']),
        size: 14,
        count: 2,
        logged_by: 'maker',
        used_by: ['trainer'],
        listed: ['a.txt', 'deep/b %ü.txt'],
      },
      run: {
        used: ['net:v0', 'set:v0', 'set:v1'],
        logged: ['net:v0', 'run-trainer-table:v0', 'with-table:v0'],
      },
    });
  });

  it('links, changes, renames, drafts and deletes', () => {
    expect(facts).toMatchObject({
      linked: [true, 'with-table:v0', 'v0', ['latest', 'prod']],
      // One that nobody gave, and an empty one.
      descriptions: [null, ''],
      changed: ['better words', { rows: 3 }, ['seen', 'small'], 30],
      renamed: 'renamed:v1',
      draft: ['v2', ['a.txt', 'deep/b %ü.txt', 'more.txt']],
      refused: expect.stringContaining('has aliases (latest)'),
      latest: 'v1',
      unlinked: false,
      gone: false,
    });
  });

  it('puts, lists and gets by its command', async () => {
    const { machine } = stage;
    const put = await machine.wandb([
      'artifact',
      'put',
      '-n',
      'looms/by-hand',
      '-t',
      'text',
      'data',
    ]);
    expect(put.code, put.output).toBe(0);
    expect((await machine.wandb(['artifact', 'ls', 'admin/looms'])).output).toMatch(/by-hand:v0/);
    const get = await machine.wandb(['artifact', 'get', 'looms/by-hand:v0', '--root', 'got']);
    expect(get.code, get.output).toBe(0);
    expect(complaintsIn(get.output)).toEqual([]);
    expect((await machine.wandb(['artifact', 'cache', 'cleanup', '1GB'])).code).toBe(0);
  });
});

describe('our own API', () => {
  it('shows collections, a version with its place, its files and its tables', async () => {
    const list = await api(ArtifactCollectionList, 'artifacts?type=dataset');
    expect(list.collections.map(({ name }) => name)).toEqual(['best', 'with-table', 'far']);
    const path = 'artifacts/with-table/versions/latest';
    const version = await api(ArtifactVersionDetail, path);
    expect(version).toMatchObject({
      name: 'with-table',
      version: 'v0',
      aliases: ['latest'],
      madeBy: { run: 'trainer' },
      canWrite: true,
    });
    const folder = await api(ArtifactFolder, `${path}/files`);
    expect(folder.files.map((file) => [file.path, file.ref === null])).toEqual([
      // The table was logged before, and both are taken from elsewhere.
      ['table.table.json', false],
      ['taken.txt', false],
    ]);
    const model = await api(ArtifactFolder, 'artifacts/net/versions/v0/files');
    const served = await fetch(`${stage.server.url}${model.files[0]?.url}`, {
      headers: { range: 'bytes=0-3' },
    });
    expect(served.status).toBe(206);
    expect(await served.text()).toBe('weig');
    expect(served.headers.get('etag')).toMatch(/^"[0-9a-f]{64}"$/);
    // A table is a file of its run too, as the media tab reads it.
    const files = await stage.api.send('GET', '/api/v1/runs/admin/looms/trainer/files');
    const names = FileList.parse(JSON.parse(files.text)).files.map(({ name }) => name);
    expect(names).toContainEqual(expect.stringMatching(/^media\/table\/table_.*\.table\.json$/));
  });

  it('walks the lineage from a model to what it was made from', async () => {
    const graph = await api(LineageGraph, 'lineage?artifact=with-table:v0&direction=upstream');
    expect(graph.nodes[0]).toMatchObject({ kind: 'artifact', name: 'with-table:v0' });
    const kinds = graph.nodes.map(({ kind, path }) => `${kind} ${path.at(-1)}`);
    // What was deleted by the script is shown no more.
    expect(kinds).toContain('run trainer');
    expect(kinds.join()).not.toContain('set');
  });

  it('tells versions apart, counts the room they take, and frees it', async () => {
    const trash = await api(ArtifactTrash, 'artifact-trash');
    const before = await api(ArtifactStorage, 'artifact-storage');
    const doomed = trash.versions.find(({ version }) => version === 'v2');
    const answer = await stage.api.send(
      'DELETE',
      `/api/v1/projects/admin/looms/artifact-trash/${doomed?.id}`,
    );
    expect(JSON.parse(answer.text)).toMatchObject({ versions: 1, files: 1 });
    const after = await api(ArtifactStorage, 'artifact-storage');
    expect(before.storedBytes - after.storedBytes).toBe('more'.length);
    const put = await stage.machine.wandb([
      'artifact',
      'put',
      '-n',
      'looms/by-hand',
      '-t',
      'text',
      'model.bin',
    ]);
    expect(put.code, put.output).toBe(0);
    const diff = await api(ArtifactDiff, 'artifacts/by-hand/versions/v1/diff?with=v0');
    expect(diff).toMatchObject({ added: 1, removed: 2, changed: 0, same: 0 });
  });

  it.each([
    ['artifacts'],
    ['artifact-types'],
    ['artifact-storage'],
    ['artifact-trash'],
    ['artifacts/net'],
    ['artifacts/net/versions/v0'],
    ['artifacts/net/versions/v0/files'],
    ['lineage?artifact=net:v0'],
  ])('tells a stranger nothing of %s', async (path) => {
    const key = 'stranger-key-0123456789abcdefghijklmnopqrstuvwxyz';
    await stage.api.send('PUT', '/api/v1/admin/users/stranger', { apiKey: key });
    const answer = await fetch(`${stage.server.url}/api/v1/projects/admin/looms/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(404);
  });
});
