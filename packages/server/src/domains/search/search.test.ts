import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor, UserActor } from '../accounts/index.ts';
import { createProjects, type Projects } from '../projects/index.ts';
import { createRuns, type Runs } from '../runs/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createSearch, type Search } from './index.ts';

let room: Room;
let ada: UserActor;
let bob: UserActor;
let projects: Projects;
let runs: Runs;
let search: Search;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada', { displayName: 'Ada Lovelace' });
  bob = await room.user('bob');
  const { metadata, accounts } = room;
  projects = createProjects({ metadata, accounts });
  runs = createRuns({ metadata, projects });
  search = createSearch({ metadata, accounts, projects });
}, 60_000);
afterAll(() => room.close());

async function makeRun(
  actor: UserActor,
  projectName: string,
  name: string,
  change: {
    displayName?: string;
    notes?: string;
    tags?: readonly string[];
    groupName?: string;
  } = {},
) {
  await projects.ensure(actor, actor.username, projectName);
  const { run } = await runs.upsert(actor, {
    entityName: actor.username,
    projectName,
    name,
    ...change,
  });
  return run;
}

const titles = async (actor: Actor, text: string, more: { kind?: 'run'; within?: string } = {}) => {
  const { groups } = await search.find(actor, {
    text,
    limit: 20,
    ...(more.kind ? { kinds: [more.kind] } : {}),
    ...(more.within ? { within: more.within } : {}),
  });
  return groups.flatMap(({ hits }) => hits.map(({ title }) => title));
};

it('finds what was written a moment ago, by each of its names and texts', async () => {
  await makeRun(ada, 'looms', 'q7x2k9', {
    displayName: 'lunar-sky-5',
    notes: 'The learning rate was too high.',
    tags: ['baseline', 'résumé'],
    groupName: 'jacquard',
  });
  for (const text of [
    'lunar-sky-5',
    'q7x2k9',
    'LUNAR',
    'sky 5',
    'unar-s',
    'rate',
    'resume',
    'jacq',
  ]) {
    expect([text, await titles(ada, text, { kind: 'run' })]).toEqual([text, ['lunar-sky-5']]);
  }
});

it('puts the exact name first, then beginnings, words and parts, and what is newer before what is older', async () => {
  for (const name of ['deep-weft', 'weft-old', 'xweftx', 'weft', 'weft-new']) {
    await makeRun(ada, 'order', name, { displayName: name });
  }
  expect(await titles(ada, 'weft', { kind: 'run', within: 'ada/order' })).toEqual([
    'weft',
    'weft-new',
    'weft-old',
    'deep-weft',
    'xweftx',
  ]);
});

it('shows nothing of what others own, whatever is asked, and nothing of what is gone', async () => {
  await makeRun(bob, 'secret', 'canary', { displayName: 'canary-of-bob', notes: 'canary' });
  expect(await titles(bob, 'canary')).toContain('canary-of-bob');
  for (const text of ['canary', 'canary-of-bob', 'c', 'secret', 'bob/secret', 'p2', 'krun']) {
    const found = await titles(ada, text);
    expect(found.filter((title) => title.includes('canary') || title === 'secret')).toEqual([]);
  }
  await expect(titles(ada, 'canary', { within: 'bob' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(titles(ada, 'canary', { within: 'bob/secret' })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await titles({ kind: 'anonymous' }, 'canary')).toEqual([]);
  expect(await titles(room.admin, 'canary-of-bob')).toEqual(['canary-of-bob']);
  await projects.remove(bob, 'bob', 'secret');
  expect(await titles(bob, 'canary')).toEqual([]);
  expect(await titles(room.admin, 'canary')).toEqual([]);
});

it('shows what is made public to everyone, and hides it again at once', async () => {
  await makeRun(bob, 'open', 'beacon', { displayName: 'beacon-of-bob' });
  expect(await titles(ada, 'beacon')).toEqual([]);
  await projects.put(bob, 'bob', 'open', { visibility: 'public' });
  const opened = createSearch({ metadata: room.metadata, accounts: room.accounts, projects });
  const { groups } = await opened.find({ kind: 'anonymous' }, { text: 'beacon', limit: 5 });
  expect(groups.flatMap(({ hits }) => hits.map(({ title }) => title))).toEqual(['beacon-of-bob']);
  await projects.put(bob, 'bob', 'open', { visibility: 'private' });
  expect(await titles(ada, 'beacon')).toEqual([]);
});

it('a run with another name is found by that one alone', async () => {
  await makeRun(ada, 'looms', 'rename', { displayName: 'before-name' });
  expect(await titles(ada, 'before-name')).toEqual(['before-name']);
  await makeRun(ada, 'looms', 'rename', { displayName: 'after-name' });
  expect(await titles(ada, 'before-name')).toEqual([]);
  expect(await titles(ada, 'after-name')).toEqual(['after-name']);
});

it('takes texts in languages without spaces, pictures and marks apart as people read them', async () => {
  await makeRun(ada, 'looms', 'cjk', { displayName: '模型训练结果', notes: '学习率太高了' });
  await makeRun(ada, 'looms', 'pic', { displayName: 'rocket 🚀 run' });
  for (const text of ['模型', '训练', '型', '果', '模型训练结果', '训练结果', '学习率']) {
    expect([text, await titles(ada, text, { kind: 'run' })]).toEqual([text, ['模型训练结果']]);
  }
  expect(await titles(ada, '🚀')).toEqual(['rocket 🚀 run']);
  expect(await titles(ada, '\u202erocket\u200d')).toEqual(['rocket 🚀 run']);
});

it('takes any text for words, never for a query', async () => {
  const hostile = [
    '"',
    "'",
    '*',
    'lunar*',
    'a AND b OR NOT c',
    'NEAR(a b)',
    'tokens:x',
    '^lunar',
    "'lunar':* & !x | y",
    '\\',
    '%_',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    '\u200f\u200e',
    '   ',
    '(((((((',
    '🚀'.repeat(100),
    'a '.repeat(127),
    "'; drop table search_entries; --",
  ];
  for (const text of hostile) {
    await expect(titles(ada, text.slice(0, 256)).then(() => 'answered')).resolves.toBe('answered');
  }
  expect(await titles(ada, 'lunar\u0000sky')).toEqual(['lunar-sky-5']);
  await expect(titles(ada, 'x'.repeat(257))).rejects.toMatchObject({ code: 'invalid' });
});

it('a name of a class, a table or a prototype is found like any other', async () => {
  await makeRun(ada, 'looms', 'proto', { displayName: '__proto__' });
  expect(await titles(ada, '__proto__')).toEqual(['__proto__']);
});

it('finds people and teams by what they are called', async () => {
  await room.accounts.putOrganization(room.admin, 'mill');
  await room.accounts.putTeam(room.admin, 'mill', 'weavers');
  await room.accounts.putTeamMember(room.admin, 'mill', 'weavers', 'ada', 'member');
  expect(await titles(ada, 'weav')).toContain('weavers');
  expect(await titles(bob, 'weav')).not.toContain('weavers');
  expect(await titles(ada, 'ada')).toContain('ada');
});

it('says where a text matches', async () => {
  const { groups } = await search.find(ada, { text: 'rate', limit: 5, kinds: ['run'] });
  expect(groups[0]?.hits[0]).toMatchObject({
    title: 'lunar-sky-5',
    titleRanges: [],
    detail: 'q7x2k9',
    place: 'ada/looms',
    path: '/ada/looms/runs/q7x2k9',
    match: 'words',
    excerpt: { text: 'The learning rate was too high.', ranges: [[13, 17]] },
  });
});

it('finds reports once they are shared with their project and no drafts, and drafts for their author alone', async () => {
  const { id: project_id } = await projects.ensure(ada, 'ada', 'looms');
  const db = room.metadata.db.withTables<{ reports: Record<string, unknown> }>();
  const report = { title: 'Why jacquards fail', description: '', body_text: 'shuttles get stuck' };
  await db
    .insertInto('reports')
    .values({
      ...report,
      id: 7,
      project_id,
      is_draft: 1,
      visibility: 'project',
      frame_origins: '[]',
      created_by: ada.userId,
      created_at: 1,
      updated_at: 1,
      version: 0,
      preview: '',
      head_text: '',
      snapshot_through: 0,
      unversioned_by: '[]',
      client_name: '',
    })
    .execute();
  const set = (change: Record<string, unknown>) =>
    db.updateTable('reports').set(change).where('id', '=', 7).execute();
  const detailFor = async (actor: Actor) =>
    (await search.find(actor, { text: 'jacquards', limit: 5 })).groups[0]?.hits[0]?.detail;
  expect(await titles(room.admin, 'jacquards')).toEqual([]);
  expect(await titles(ada, 'stuck shuttles')).toEqual(['Why jacquards fail']);
  expect(await detailFor(ada)).toBe('Draft');
  expect(await titles(ada, 'jacquards', { within: 'ada/looms' })).toEqual(['Why jacquards fail']);
  expect(await titles(ada, 'jacquards', { within: 'ada/order' })).toEqual([]);
  await set({ is_draft: 0 });
  expect(await detailFor(room.admin)).toBe('');
  expect(await titles(ada, 'shuttles stuck')).toEqual(['Why jacquards fail']);
  const { groups } = await search.find(ada, { text: 'jacquards', limit: 5 });
  expect(groups[0]?.hits[0]?.path).toBe('/ada/looms/reports/Why-jacquards-fail--Vmlldzo3');
  await set({ visibility: 'private' });
  expect(await titles(room.admin, 'jacquards')).toEqual([]);
  expect(await detailFor(ada)).toBe('Private');
  await set({ created_by: bob.userId });
  expect(await titles(ada, 'jacquards')).toEqual([]);
  // Who wrote it finds it only as long as they may see its project.
  expect(await titles(bob, 'jacquards')).toEqual([]);
});

it('puts what was there before the index into it', async () => {
  const { metadata } = room;
  const db = metadata.db.withTables<{
    search_entries: { id: number };
    search_backfill: { kind: string; after_key: string | null };
    search_queue: { id: number };
  }>();
  await db.deleteFrom('search_entries').execute();
  await db.deleteFrom('search_queue').execute();
  await db
    .insertInto('search_backfill')
    .values(['project', 'run'].map((kind) => ({ kind, after_key: null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const fresh = createSearch({ metadata: room.metadata, accounts: room.accounts, projects });
  const before = await fresh.find(ada, { text: 'lunar', limit: 5 });
  expect(before).toEqual({ groups: [], isBuilding: true });
  while ((await fresh.refresh(10)) > 0);
  const after = await fresh.find(ada, { text: 'lunar', limit: 5 });
  expect(after.isBuilding).toBe(false);
  expect(after.groups[0]?.hits[0]?.title).toBe('lunar-sky-5');
});
