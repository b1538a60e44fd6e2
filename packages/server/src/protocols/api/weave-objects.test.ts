import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContents } from '../../domains/contents/index.ts';
import { createObjects } from '../../domains/objects/index.ts';
import { createProjects } from '../../domains/projects/index.ts';
import { ADMIN_KEY, openRoom, type Room } from './room.testing.ts';

const SOURCE = 'def f(x):\n    return x\n';
const PATH = '/projects/admin/weave';

let room: Room;
let table: string;
let file: string;

beforeAll(async () => {
  room = await openRoom();
  const { metadata, columns, blobs } = room.stores;
  const admin = await room.server.accounts.authenticateKey(ADMIN_KEY);
  if (admin === null) throw new Error('no admin');
  const projects = createProjects({ metadata, accounts: room.server.accounts });
  const objects = createObjects({
    metadata,
    columns,
    blobs,
    projects,
    committer: {
      async append(inserts) {
        for (const { table: into, columns: names, block } of inserts) {
          await columns.insertNative(into, names, [block]);
        }
      },
    },
    contents: createContents({ metadata, blobs, holders: [] }),
    readCall: async () => null,
  });
  const { id } = await projects.ensure(admin, 'admin', 'weave');
  const publish = (name: string, value: unknown) =>
    objects.create(admin, id, { name, value: JSON.stringify(value) });
  const op = (digest: string) => ({
    _type: 'CustomWeaveType',
    weave_type: { type: 'Op' },
    files: { 'obj.py': digest },
  });
  const body = Buffer.from(SOURCE);
  file = (await objects.createFile(id, { name: 'obj.py', body })).digest;
  await publish('f', op('gone'));
  await publish('f', op(file));
  table = (await objects.createTable(id, ['{"n":1.0}', '{"n":12345678901234567890}', '{"n":-1}']))
    .digest;
  const dataset = { _class_name: 'Dataset', _bases: ['Object', 'BaseModel'] };
  await publish('ds', { ...dataset, rows: `weave:///admin/weave/table/${table}` });
}, 60_000);
afterAll(() => room.close());

describe('objects of Weave', () => {
  it('are listed with their newest versions', async () => {
    const all = await room.admin('GET', `${PATH}/weave-objects`);
    expect(all.json.objects.map(({ name }: { name: string }) => name).sort()).toEqual(['ds', 'f']);
    const { json } = await room.admin('GET', `${PATH}/weave-objects?kind=op`);
    expect(json.objects).toMatchObject([
      {
        name: 'f',
        kind: 'op',
        versionCount: 2,
        latest: { versionIndex: 1, createdBy: 'admin' },
        lastUsedAt: null,
      },
    ]);
  });

  it('show a version with its source and the version before', async () => {
    const { json } = await room.admin('GET', `${PATH}/weave-objects/op/f/versions/latest`);
    expect(json).toMatchObject({
      name: 'f',
      source: SOURCE,
      aliases: ['latest'],
      table: null,
      previous: { versionIndex: 0, source: null },
    });
    const { json: list } = await room.admin('GET', `${PATH}/weave-objects/op/f`);
    expect(list.versions.map(({ versionIndex }: { versionIndex: number }) => versionIndex)).toEqual(
      [1, 0],
    );
  });

  it('show the rows of data sets', async () => {
    const { json } = await room.admin('GET', `${PATH}/weave-objects/object/ds/versions/v0`);
    expect(json.table).toEqual({ digest: table, rowCount: 3 });
    const rows = await room.admin('GET', `${PATH}/weave-tables/${table}?sort=n&limit=2`);
    expect(rows.json).toMatchObject({
      rowCount: 3,
      rows: [
        { index: 2, value: { n: -1 } },
        { index: 0, value: { n: 1 } },
      ],
    });
    const last = await room.admin('GET', `${PATH}/weave-tables/${table}?offset=1&limit=1`);
    expect(last.json.rows[0].value).toEqual({ n: { $number: '12345678901234567890' } });
  });

  it('give their files so that nothing runs', async () => {
    const answer = await room.admin('GET', `${PATH}/weave-files/${file}`);
    expect(answer.text).toBe(SOURCE);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const page = await room.admin('GET', `${PATH}/weave-files/${file}?name=x.html`);
    expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^sandbox/);
  });

  it.each([
    'weave-objects/op/none',
    'weave-objects/run/f',
    'weave-objects/op/f/versions/v9',
    'weave-objects/object/f/versions/latest',
    'weave-tables/none',
    'weave-files/none',
  ])('answer 404 for %s', async (path) => {
    expect((await room.admin('GET', `${PATH}/${path}`)).status).toBe(404);
  });

  it('are hidden from strangers', async () => {
    const key = await room.user('stranger');
    for (const path of ['weave-objects', `weave-tables/${table}`, `weave-files/${file}`]) {
      const answer = await room.call('GET', `/api/v1${PATH}/${path}`, { key });
      expect(answer.status, path).toBe(404);
    }
  });
});
