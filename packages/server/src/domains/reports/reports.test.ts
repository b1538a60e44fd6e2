import { newBlockId } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openReportRoom, openWriter, paragraphs, type ReportRoom } from './reports.testing.ts';
import type { AskEvidence, ReportId } from './types.ts';

const MINUTE = 60_000;

let room: ReportRoom;
beforeAll(async () => {
  room = await openReportRoom();
});
afterAll(() => room.close());

const textOf = async (id: ReportId, domain = room.domain): Promise<string> =>
  JSON.stringify((await domain.reports.document(room.ada, id)).document);

const versionsOf = async (id: ReportId) =>
  (await room.domain.reports.versions(room.ada, id, { limit: 50 })).versions;

describe('what was acknowledged', () => {
  it('is there for a server that starts on the same store, the other one being gone', async () => {
    const id = await room.make('start');
    const writer = await openWriter(room.domain, room.ada, id);
    await writer.type('typed ');
    // Nothing is told to the first server: it is as if it had been killed.
    expect(await textOf(id, room.another())).toContain('typed start');
    writer.text.close();
  });

  it('stays when changes are joined, as they are when there are many', async () => {
    const id = await room.make('start');
    const writer = await openWriter(room.domain, room.ada, id);
    const large = 'x'.repeat(300_000);
    for (let index = 0; index < 5; index += 1) await writer.type(large);
    const rows = room.metadata.db.withTables<{ report_updates: { report_id: number } }>();
    const { count } = await rows
      .selectFrom('report_updates')
      .select((where) => where.fn.countAll().as('count'))
      .where('report_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBeLessThan(4);
    expect(await textOf(id, room.another())).toContain(`${large.repeat(5)}start`);
    writer.text.close();
  });

  it('is heard by others only once it is durable, and not by who wrote it', async () => {
    const id = await room.make('start');
    const [ada, bob] = [
      await openWriter(room.domain, room.ada, id),
      await openWriter(room.domain, room.bob, id),
    ];
    ada.typeOnly('a');
    expect(bob.heard()).toBe(0);
    await expect.poll(() => bob.heard()).toBe(1);
    expect(ada.isSaved()).toBe(true);
    expect(await textOf(id, room.another())).toContain('astart');
    expect(ada.heard()).toBe(0);
    await ada.type('again ');
    // A change that is known already is acknowledged, too.
    Y.applyUpdate(bob.doc, Y.encodeStateAsUpdate(ada.doc));
    await expect.poll(() => bob.isSaved()).toBe(true);
    ada.text.close();
    bob.text.close();
  });

  it('reaches who writes by another server on the same store', async () => {
    if (room.metadata.engine !== 'postgres') return;
    const id = await room.make('start');
    const other = room.another();
    const [ada, bob] = [
      await openWriter(room.domain, room.ada, id),
      await openWriter(other, room.bob, id),
    ];
    await ada.type('here ');
    await expect
      .poll(() => JSON.stringify(bob.doc.getXmlFragment('body')), { timeout: 5_000 })
      .toContain('here start');
    await bob.type('there ');
    await expect
      .poll(() => JSON.stringify(ada.doc.getXmlFragment('body')), { timeout: 5_000 })
      .toContain('there here start');
    ada.text.close();
    bob.text.close();
  });
});

describe('versions', () => {
  it('are made when somebody else goes on, and after a pause', async () => {
    const id = await room.make('start');
    room.clock.now += 10 * MINUTE;
    await room.domain.sweep();
    expect(await versionsOf(id)).toMatchObject([{ number: 1, authors: [room.ada.userId] }]);
    const ada = await openWriter(room.domain, room.ada, id);
    await ada.type('ada ');
    room.clock.now += MINUTE;
    const bob = await openWriter(room.domain, room.bob, id);
    await bob.type('bob ');
    await expect
      .poll(async () => (await versionsOf(id))[0])
      .toMatchObject({
        number: 2,
        cause: 'author',
        authors: [room.ada.userId],
      });
    const { document } = await room.domain.reports.version(room.ada, id, 2);
    expect(JSON.stringify(document)).toContain('ada start');
    expect(JSON.stringify(document)).not.toContain('bob');
    room.clock.now += 2 * MINUTE;
    await expect
      .poll(async () => (await versionsOf(id))[0], { timeout: 5_000 })
      .toMatchObject({
        number: 3,
        cause: 'pause',
        authors: [room.bob.userId],
      });
    ada.text.close();
    bob.text.close();
    await room.domain.sweep();
    expect(await versionsOf(id)).toHaveLength(3);
  });

  it('of the same text are one, until it gets a second name', async () => {
    const id = await room.make('start');
    const { reports } = room.domain;
    room.clock.now += 10 * MINUTE;
    await room.domain.sweep();
    expect(await reports.nameVersion(room.ada, id, 'One')).toMatchObject({
      number: 1,
      name: 'One',
      cause: 'pause',
    });
    expect(await reports.nameVersion(room.ada, id, 'Two')).toMatchObject({
      number: 2,
      name: 'Two',
      cause: 'named',
    });
  });

  it('keep what was there before a text is replaced or an older one comes back', async () => {
    const id = await room.make('start');
    const { reports } = room.domain;
    await reports.change(room.bob, id, { document: paragraphs('other') });
    expect(await versionsOf(id)).toMatchObject([
      { number: 2, cause: 'replaced', authors: [room.bob.userId] },
      { number: 1, cause: 'pause', authors: [room.ada.userId] },
    ]);
    await reports.restore(room.bob, id, 1);
    expect(await textOf(id)).toContain('start');
    await expect(reports.restore(room.bob, id, 99)).rejects.toMatchObject({ code: 'not_found' });
    await expect(reports.restore(room.vic, id, 1)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reports.restore(room.eve, id, 1)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a store that is away', () => {
  it('ends the work when it does not come back, and what editors hold is taken later', async () => {
    const id = await room.make('start');
    const writer = await openWriter(room.domain, room.ada, id);
    const { db } = room.metadata;
    await db.schema.alterTable('report_updates').renameTo('report_updates_away').execute();
    writer.typeOnly('kept ');
    await expect.poll(() => writer.ended() ?? writer.isSaved()).toBeTruthy();
    await db.schema.alterTable('report_updates_away').renameTo('report_updates').execute();
    // What was never acknowledged is still with the editor.
    expect(writer.ended()).toBe('unavailable');
    const again = await openWriter(room.domain, room.ada, id);
    expect(JSON.stringify(again.doc.getXmlFragment('body'))).not.toContain('kept');
    Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(writer.doc));
    await expect.poll(() => again.isSaved()).toBe(true);
    expect(await textOf(id, room.another())).toContain('kept start');
    again.text.close();
  });
});

describe('people', () => {
  it('are told that they are spoken to, in comments and in the text, when they may read it', async () => {
    const id = await room.make('start');
    room.told.length = 0;
    const thread = newBlockId();
    const said = { thread, block: null, quote: '', body: 'See @vic, @eve and @ada.' };
    await room.domain.comments.add(room.ada, id, said);
    await room.domain.comments.add(room.bob, id, { ...said, body: 'mail bob@ada.org' });
    await expect.poll(() => room.told.length).toBe(3);
    expect(room.told).toMatchObject([
      { kind: 'comment', event: { by: room.ada.userId, repliedTo: [] } },
      { kind: 'mention', event: { mentioned: room.vic.userId, thread } },
      { kind: 'comment', event: { by: room.bob.userId, repliedTo: [room.ada.userId] } },
    ]);

    room.told.length = 0;
    const writer = await openWriter(room.domain, room.bob, id);
    writer.doc.transact(() => {
      const block = writer.doc.getXmlFragment('body').get(0);
      for (const username of ['ada', 'eve', 'bob']) {
        const mention = new Y.XmlElement('mention');
        mention.setAttribute('username', username);
        if (block instanceof Y.XmlElement) block.push([mention]);
      }
    });
    await expect
      .poll(() => room.told, { timeout: 5_000 })
      .toMatchObject([
        {
          kind: 'mention',
          event: { by: room.bob.userId, mentioned: room.ada.userId, thread: null },
        },
      ]);
    writer.text.close();
  });
});

const REQUEST = { method: 'GET' as const, path: '/api/v1/x', body: null, accept: null };

/** Every answer names a picture of these bytes. */
function askFor(picture: { readonly digest: string; readonly sizeBytes: number }): AskEvidence {
  const address = '/storage/downloads/token/a.png';
  const answer = {
    status: 200,
    contentType: 'application/json',
    encoding: 'text' as const,
    body: `{"url":"${address}"}`,
  };
  const file = { ...picture, address, name: 'a.png', contentType: 'image/png' };
  return async () => ({ answer, files: [file] });
}

describe('a recording', () => {
  it('is gone with its files an hour after a newer one of its block, unless a version shows it', async () => {
    const { evidence } = room.domain;
    const id = await room.make('recorded');
    const [block, other] = [newBlockId(), newBlockId()];
    const record = async (of: string, text: string) => {
      const picture = await room.blobs.put(Buffer.from(text));
      const { digest } = await evidence.record(
        room.ada,
        id,
        { block: of, requests: [REQUEST] },
        askFor(picture),
      );
      return { digest, picture: picture.digest };
    };
    const first = await record(block, 'the first picture');
    const kept = await record(other, 'the picture of a version');
    const tape = await evidence.read(room.ada, id, first.digest, (file) => `/kept/${file}`);
    const [, file = ''] = /\/kept\/(\w+)/.exec(tape.requests[0]?.answer.body ?? '') ?? [];
    expect(await evidence.file(room.ada, id, first.digest, file)).toMatchObject({ name: 'a.png' });
    await expect(evidence.file(room.eve, id, first.digest, file)).rejects.toMatchObject({
      code: 'not_found',
    });
    const grid = {
      version: 1,
      runSets: [],
      board: {},
      frozen: { digest: kept.digest, at: 1, by: 'ada' },
    };
    const document = {
      type: 'doc' as const,
      content: [{ type: 'panelGrid' as const, attrs: { block: other, grid } }],
    };
    await room.domain.reports.change(room.ada, id, { document });
    await room.domain.reports.nameVersion(room.ada, id, 'Frozen');
    room.clock.now += 3_700_000;
    const second = await record(block, 'the second picture');
    await record(other, 'another picture');
    for (const one of [first.digest, first.picture]) expect(await room.blobs.stat(one)).toBeNull();
    for (const one of [second, kept].flatMap(({ digest, picture }) => [digest, picture])) {
      expect(await room.blobs.stat(one)).not.toBeNull();
    }
    await expect(evidence.file(room.ada, id, first.digest, file)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a report that is removed', () => {
  it('takes its bytes along, ends the work of all, and frees nothing that others hold', async () => {
    const id = await room.make('the same');
    const other = await room.make('to stay');
    const { reports, evidence } = room.domain;
    await reports.nameVersion(room.ada, id, 'One');
    const picture = await room.blobs.put(Buffer.from('a picture of a loom'));
    const ask = askFor(picture);
    const input = { block: newBlockId(), requests: [REQUEST] };
    const { digest } = await evidence.record(room.ada, id, input, ask);
    await evidence.record(room.ada, other, input, ask);
    const writer = await openWriter(room.domain, room.bob, id);
    await expect(reports.remove(room.bob, id)).rejects.toMatchObject({ code: 'forbidden' });
    await reports.remove(room.ada, id);
    expect(writer.ended()).toBe('not_found');
    await expect(reports.get(room.ada, id)).rejects.toMatchObject({ code: 'not_found' });
    for (const one of [digest, picture.digest]) {
      expect(await room.blobs.stat(one)).not.toBeNull();
    }
    await reports.remove(room.ada, other);
    for (const one of [digest, picture.digest]) expect(await room.blobs.stat(one)).toBeNull();
    writer.text.close();
  });
});
