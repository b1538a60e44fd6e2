import { newBlockId } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOfText, openTeam, PNG, type ReportTeam } from './reports.testing.ts';
import { type Editor, lineOf, openEditor } from './sync/editor.testing.ts';

let room: ReportTeam['room'];
let ada: ReportTeam['ada'];
let bob: ReportTeam['bob'];
let vic: ReportTeam['vic'];
let eve: ReportTeam['eve'];
let call: ReportTeam['call'];
let makeReport: ReportTeam['makeReport'];
let documentOf: ReportTeam['documentOf'];
let addFile: ReportTeam['addFile'];

beforeAll(async () => {
  ({ room, ada, bob, vic, eve, call, makeReport, documentOf, addFile } = await openTeam());
});
afterAll(() => room.close());

describe('a report', () => {
  it('is made, changed, found by its words and removed', async () => {
    const report = await makeReport({
      title: 'Weaving speed',
      document: documentOfText('zürich 100% done'),
    });
    const changed = await call('PATCH', `/reports/${report}`, bob, {
      description: 'For the board',
      document: documentOfText('other words'),
    });
    expect(changed.json).toMatchObject({
      title: 'Weaving speed',
      description: 'For the board',
      createdBy: 'ada',
      may: { write: true, comment: true, manage: false },
    });
    expect(await documentOf(report)).toContain('other words');
    const found = async (query: string) =>
      (await call('GET', `/projects/vision/looms/reports?query=${query}`, vic)).json.reports.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found('OTHER%20weaving')).toEqual([report]);
    expect(await found('zürich')).toEqual([]);
    expect(await found('%25')).toEqual([]);
    const gallery = await call('GET', '/reports?entity=vision&query=weaving', ada);
    expect(gallery.json.reports).toMatchObject([{ id: report, preview: 'other words' }]);

    expect((await call('DELETE', `/reports/${report}`, bob)).status).toBe(403);
    expect((await call('DELETE', `/reports/${report}`, ada)).status).toBe(204);
    expect((await call('GET', `/reports/${report}`, ada)).status).toBe(404);
  });

  it('is seen by those it is for, and answers all others as if it did not exist', async () => {
    const outsider = await room.user('otto');
    await room.admin('PUT', '/admin/organizations/lab/members/otto', { role: 'member' });
    const statuses = async (body: object) => {
      const report = await makeReport(body);
      const seen = [];
      for (const key of [undefined, eve, outsider, vic, bob, ada]) {
        seen.push((await call('GET', `/reports/${report}/document`, key)).status);
      }
      return seen;
    };
    expect(await statuses({ visibility: 'project' })).toEqual([401, 404, 404, 200, 200, 200]);
    expect(await statuses({ visibility: 'organization' })).toEqual([401, 404, 200, 200, 200, 200]);
    expect(await statuses({ visibility: 'public' })).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await statuses({ visibility: 'private' })).toEqual([401, 404, 404, 404, 404, 200]);
    expect(await statuses({ isDraft: true })).toEqual([401, 404, 404, 404, 200, 200]);
    expect(await statuses({ isDraft: true, visibility: 'public' })).toEqual([
      401, 404, 404, 404, 200, 200,
    ]);
  });

  it('refuses documents that are none, with what is wrong', async () => {
    const report = await makeReport();
    const refused = async (document: unknown) =>
      (await call('PATCH', `/reports/${report}`, ada, { document })).json.error.message;
    expect(await refused({ type: 'doc', content: [{ type: 'script' }] })).toContain(
      'no block of the type "script"',
    );
    expect(await refused({ type: 'doc', content: [{ type: 'listItem', content: [] }] })).toContain(
      'can’t be taken',
    );
    expect(await documentOf(report)).toContain('first words');
    for (const id of [':id', '*', 'null', '0', '-1', 'Vmlldzow', '..%2f..%2fetc']) {
      expect((await call('GET', `/reports/${id}`, ada)).status).toBe(404);
    }
  });
});

describe('versions', () => {
  it('are named, compared by their texts, and brought back as a change that editors receive', async () => {
    const report = await makeReport();
    const named = await call('POST', `/reports/${report}/versions`, ada, { name: 'For review' });
    expect(named.json).toMatchObject({ number: 1, name: 'For review', authors: ['ada'] });
    const editor: Editor = openEditor({ url: room.url, report, key: bob });
    await editor.connect();
    await expect.poll(() => editor.isSaved()).toBe(true);
    lineOf(editor).insert(0, 'Better: ');
    await expect.poll(() => editor.isSaved()).toBe(true);
    expect(await documentOf(report)).toContain('Better: first words');

    const restored = await call('POST', `/reports/${report}/versions/1/restore`, ada);
    expect(restored.json).toMatchObject({ number: 3, cause: 'restored', restoredFrom: 1 });
    await expect.poll(() => editor.fragment.toString()).not.toContain('Better');
    expect(editor.fragment.toString()).toContain('first words');
    editor.close();

    const { versions } = (await call('GET', `/reports/${report}/versions`, vic)).json;
    expect(versions).toMatchObject([
      { number: 3, cause: 'restored' },
      { number: 2, authors: ['bob'], name: null },
      { number: 1 },
    ]);
    const second = await call('GET', `/reports/${report}/versions/2`, vic);
    expect(JSON.stringify(second.json.document)).toContain('Better: first words');
    expect((await call('GET', `/reports/${report}/versions/9`, vic)).status).toBe(404);
    expect((await call('POST', `/reports/${report}/versions/1/restore`, vic)).status).toBe(403);
  });
});

describe('comments', () => {
  it('are answered, resolved and changed by their writers alone', async () => {
    const report = await makeReport();
    const thread = newBlockId();
    const path = `/reports/${report}/comments`;
    const first = await call('POST', path, vic, {
      thread,
      quote: 'first',
      body: 'Why, @ada and @eve?',
    });
    expect(first.json).toMatchObject({
      thread,
      quote: 'first',
      resolved: null,
      comments: [{ author: 'vic', mentions: ['ada'] }],
    });
    await call('POST', path, ada, { thread, body: 'Because.' });
    const [question, answer] = (await call('GET', path, bob)).json.threads[0].comments;
    expect(answer).toMatchObject({ author: 'ada', body: 'Because.' });
    expect((await call('PATCH', `${path}/${question.id}`, bob, { body: 'x' })).status).toBe(403);
    const resolved = await call('PATCH', `${path}/${question.id}`, bob, { resolved: true });
    expect(resolved.json.resolved).toMatchObject({ by: 'bob' });
    expect((await call('DELETE', `${path}/${answer.id}`, vic)).status).toBe(403);
    expect((await call('DELETE', `${path}/${answer.id}`, ada)).status).toBe(204);
    expect((await call('GET', path, eve)).status).toBe(404);
    const other = await makeReport();
    const elsewhere = `/reports/${other}/comments/${question.id}`;
    expect((await call('PATCH', elsewhere, vic, { body: 'x' })).status).toBe(404);
  });
});

describe('files', () => {
  it('are pictures and films by their bytes, and never run', async () => {
    const report = await makeReport();
    const added = await addFile(report, PNG);
    expect(added.json).toMatchObject({ contentType: 'image/png', name: 'plot.png' });
    const read = await call('GET', `/reports/${report}/files/${added.json.file}`, vic);
    expect(read.status).toBe(200);
    expect(read.headers.get('content-security-policy')).toContain('sandbox');
    expect((await call('GET', `/reports/${report}/files/${added.json.file}`, eve)).status).toBe(
      404,
    );
    const other = await makeReport();
    expect((await call('GET', `/reports/${other}/files/${added.json.file}`, ada)).status).toBe(404);
    const html = await addFile(report, Buffer.from('<html><script>alert(1)</script>'));
    expect(html.status).toBe(400);
    expect(html.json.error.message).toContain('no picture or film');
    expect((await addFile(report, PNG, vic)).status).toBe(403);
    const svg = await addFile(report, Buffer.from('<svg onload="alert(1)"></svg>'));
    const opened = await call('GET', `/reports/${report}/files/${svg.json.file}`, vic);
    expect(opened.headers.get('content-disposition')).toContain('attachment');
  });
});
