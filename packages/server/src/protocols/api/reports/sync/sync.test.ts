import { newBlockId, SYNC_CLOSE } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { openRoom, type Room } from '../../room.testing.ts';
import { type Editor, lineOf, openEditor, syncMessage, typeLetter } from './editor.testing.ts';

const PROJECT = { entity: 'vision', project: 'looms' };

let room: Room;
let keys: {
  readonly ada: string;
  readonly bob: string;
  readonly eve: string;
  readonly vic: string;
};
const editors: Editor[] = [];

beforeAll(async () => {
  room = await openRoom();
  keys = {
    ada: await room.user('ada'),
    bob: await room.user('bob'),
    eve: await room.user('eve'),
    vic: await room.user('vic'),
  };
  await room.admin('PUT', '/admin/organizations/lab', {});
  await room.admin('PUT', '/admin/organizations/lab/teams/vision', {});
  for (const [name, role] of [
    ['ada', 'member'],
    ['bob', 'member'],
    ['vic', 'viewer'],
  ]) {
    await room.admin('PUT', `/admin/organizations/lab/teams/vision/members/${name}`, { role });
  }
  await room.startRun(keys.ada, { ...PROJECT, run: 'r1' });
});
afterAll(async () => {
  for (const editor of editors) editor.close();
  await room.close();
});

async function makeReport(text = 'start'): Promise<string> {
  const document = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
  };
  const made = await room.call('POST', '/api/v1/projects/vision/looms/reports', {
    key: keys.ada,
    body: { title: 'Looms', isDraft: false, document },
  });
  expect(made.status).toBe(200);
  return made.json.id;
}

async function open(report: string, key?: string, headers?: Record<string, string>) {
  const editor = openEditor({
    url: room.url,
    report,
    ...(key === undefined ? {} : { key }),
    ...(headers === undefined ? {} : { headers }),
  });
  editors.push(editor);
  await editor.connect();
  return editor;
}

const textOf = (editor: Editor): string => editor.fragment.toString();
const read = async (report: string, key = keys.ada) =>
  (await room.call('GET', `/api/v1/reports/${report}/document`, { key })).json.document;

describe('people who type at the same time', () => {
  it('lose no stroke, though connections break all the time', async () => {
    const report = await makeReport('|');
    const people: Editor[] = [];
    for (let index = 0; index < 10; index += 1) {
      people.push(await open(report, index % 2 === 0 ? keys.ada : keys.bob));
    }
    const [first] = people;
    if (first === undefined) throw new Error('nobody types');
    for (const editor of people) await expect.poll(() => textOf(editor)).toContain('|');

    const letters: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      for (const [index, editor] of people.entries()) {
        const letter = String.fromCharCode(0x4e00 + letters.length);
        letters.push(letter);
        typeLetter(editor, letter, ((round * 7 + index * 3) % 10) / 10);
        // Each breaks off now and then, with what it typed just now on the way, and comes back later.
        if ((round + index) % 7 === 3) editor.drop();
        if ((round + index) % 7 === 5 && !editor.isOpen()) await editor.connect();
      }
      await new Promise(setImmediate);
    }
    for (const editor of people) if (!editor.isOpen()) await editor.connect();
    for (const editor of people) {
      await expect.poll(() => editor.isSaved(), { timeout: 10_000 }).toBe(true);
    }
    const expected = textOf(first);
    for (const editor of people) {
      await expect.poll(() => textOf(editor), { timeout: 10_000 }).toBe(expected);
    }
    expect([...expected].filter((letter) => letter >= '\u4e00').sort()).toEqual(letters.sort());
    expect(JSON.stringify(await read(report))).toContain(
      expected.replace(/<[^>]+>/g, '').slice(0, 50),
    );
    for (const editor of people) editor.close();
  });

  it('see each other by the names that the server knows', async () => {
    const { Awareness, encodeAwarenessUpdate } = await import('y-protocols/awareness');
    const { cursorsMessage } = await import('./connection.ts');
    const report = await makeReport();
    const ada = await open(report, keys.ada);
    const bob = await open(report, keys.bob);
    const awareness = new Awareness(bob.doc);
    awareness.setLocalState({ user: { name: 'ada', color: 'red;background:url(x)' }, evil: 1 });
    bob.send(cursorsMessage(encodeAwarenessUpdate(awareness, [bob.doc.clientID])));
    await expect.poll(() => ada.others()).toEqual(['bob']);
    bob.drop();
    await expect.poll(() => ada.others()).toEqual([]);
    awareness.destroy();
    ada.close();
  });
});

describe('who may not', () => {
  it('write reads along, and is told so when they try', async () => {
    const report = await makeReport('for all');
    const viewer = await open(report, keys.vic);
    await expect.poll(() => textOf(viewer)).toContain('for all');
    lineOf(viewer).insert(0, 'x');
    viewer.send(syncMessage(2, Y.encodeStateAsUpdate(viewer.doc)));
    await expect
      .poll(() => viewer.closed)
      .toEqual([
        { code: SYNC_CLOSE.readOnly, reason: 'You may read this report, but not write to it.' },
      ]);
    expect(JSON.stringify(await read(report))).not.toContain('xfor');
  });

  it('see a report is told the same as of one that does not exist', async () => {
    const report = await makeReport();
    const stranger = await open(report, keys.eve);
    const nobody = await open(report);
    const missing = await open('Vmlldzo5OTk5OTk', keys.eve);
    await expect.poll(() => stranger.closed.map(({ code }) => code)).toEqual([SYNC_CLOSE.notFound]);
    await expect
      .poll(() => nobody.closed.map(({ code }) => code))
      .toEqual([SYNC_CLOSE.unauthenticated]);
    await expect.poll(() => missing.closed).toEqual(stranger.closed);
    const plain = await room.call('GET', `/api/v1/reports/${report}/sync`, { key: keys.eve });
    expect(plain.status).toBe(404);
    const member = await room.call('GET', `/api/v1/reports/${report}/sync`, { key: keys.ada });
    expect(member.status).toBe(426);
  });

  it('be a member any more is out within 5 seconds', { timeout: 20_000 }, async () => {
    const report = await makeReport();
    await room.admin('PUT', '/admin/organizations/lab/teams/vision/members/eve', {
      role: 'member',
    });
    const editor = await open(report, keys.eve);
    await expect.poll(() => editor.isSaved()).toBe(true);
    const removed = performance.now();
    await room.admin('DELETE', '/admin/organizations/lab/members/eve');
    await expect.poll(() => editor.closed[0]?.code, { timeout: 10_000 }).toBe(SYNC_CLOSE.notFound);
    expect(performance.now() - removed).toBeLessThan(5_500);
  });

  it('come from a page of another site, with our cookie', async () => {
    const report = await makeReport();
    const session = await room.call('POST', '/api/v1/session', {
      body: { token: room.signInToken },
    });
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    const status = (headers: Record<string, string>): Promise<number> => {
      const socket = new WebSocket(
        `${room.url.replace('http', 'ws')}/api/v1/reports/${report}/sync`,
        { headers },
      );
      return new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('open', () => {
          socket.close();
          resolve(101);
        });
        socket.on('error', () => {});
      });
    };
    expect(await status({ cookie, origin: 'https://evil.test' })).toBe(403);
    expect(await status({ cookie })).toBe(403);
    expect(await status({ cookie, origin: room.url })).toBe(101);
    expect(await status({ host: 'evil.test' })).toBe(421);
  });
});

describe('a change that no report can hold', () => {
  it('is refused with the reason, and the text stays as it is', async () => {
    const report = await makeReport('good');
    const editor = await open(report, keys.ada);
    await expect.poll(() => textOf(editor)).toContain('good');
    editor.fragment.push([new Y.XmlElement('script')]);
    await expect
      .poll(() => editor.closed[0])
      .toMatchObject({
        code: SYNC_CLOSE.invalid,
        reason: expect.stringContaining('script'),
      });
    const other = await open(report, keys.bob);
    await expect.poll(() => textOf(other)).toContain('good');
    expect(textOf(other)).not.toContain('script');
  });

  it('is refused when it is a giant paste, and small ones that break the schema are mended', async () => {
    const report = await makeReport('good');
    const editor = await open(report, keys.ada);
    await expect.poll(() => textOf(editor)).toContain('good');
    lineOf(editor).insert(0, 'x'.repeat(5 * 1024 * 1024));
    await expect.poll(() => editor.closed[0]?.code, { timeout: 10_000 }).toBe(SYNC_CLOSE.tooLarge);

    const other = await open(report, keys.bob);
    await expect.poll(() => textOf(other)).toContain('good');
    const empty = new Y.XmlElement('bulletList');
    empty.setAttribute('block', newBlockId());
    other.fragment.push([empty]);
    await expect.poll(() => textOf(other)).toContain('listitem');
    const types = (await read(report)).content.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['paragraph', 'bulletList']);
  });

  it('does not end the server when it is bytes by chance', async () => {
    const report = await makeReport();
    for (const bytes of [[], [0], [0, 2, 200], [1, 5, 1, 2, 3], [77], [0, 0, 3, 9, 9, 9]]) {
      const editor = await open(report, keys.ada);
      editor.send(Uint8Array.from(bytes));
      await expect.poll(() => editor.closed.length, { timeout: 5_000 }).toBe(1);
      expect(editor.closed[0]?.code).toBe(SYNC_CLOSE.invalid);
    }
  });
});

describe('the audit log', () => {
  it('has one entry for what each author typed, once it is a version', async () => {
    const report = await makeReport();
    const [one, other] = [await open(report, keys.ada), await open(report, keys.bob)];
    for (const editor of [one, other]) await expect.poll(() => textOf(editor)).toContain('start');
    for (const letter of 'abc') typeLetter(one, letter, 0);
    typeLetter(other, 'x', 1);
    for (const editor of [one, other]) await expect.poll(() => editor.isSaved()).toBe(true);
    const entries = async () => {
      const { json } = await room.admin('GET', '/audit?action=report:edit&limit=50');
      type Entry = { actor: { name: string }; resource: { name: string }; details: object };
      return (json.entries as Entry[]).filter(({ resource }) => resource.name === report);
    };
    expect(await entries()).toEqual([]);
    const named = await room.call('POST', `/api/v1/reports/${report}/versions`, {
      key: keys.ada,
      body: { name: 'Typed' },
    });
    expect(named.status).toBe(200);
    const told = await entries();
    expect(told.map(({ actor }) => actor.name).sort()).toEqual(['ada', 'bob']);
    expect(told.find(({ actor }) => actor.name === 'ada')).toMatchObject({
      action: 'report:edit',
      organization: 'lab',
      outcome: 'done',
      details: {
        project: 'vision/looms',
        title: 'Looms',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    await room.call('POST', `/api/v1/reports/${report}/versions`, {
      key: keys.ada,
      body: { name: 'Nothing new' },
    });
    expect(await entries()).toHaveLength(2);
    const { json } = await room.admin('POST', '/audit/verification', {});
    expect(json).toMatchObject({ isIntact: true, problems: [] });
  });
});
