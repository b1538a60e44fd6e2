import { documentText } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewId, Views } from '../views/index.ts';
import { ADDRESS, openReportRoom, paragraphs, type ReportRoom } from './reports.testing.ts';
import type { ReportFormat, ReportId } from './types.ts';

/** Lines of text in JSON, with whatever else the client put beside them. */
const LINES: ReportFormat = {
  read: (text) => paragraphs(...(JSON.parse(text).lines as string[])),
  write: (document, _place, previous) =>
    JSON.stringify({
      ...(previous === null ? {} : JSON.parse(previous)),
      lines: documentText(document).split('\n'),
    }),
};

let room: ReportRoom;
let views: Views;
beforeAll(async () => {
  room = await openReportRoom();
  views = room.domain.clientViews(room.views, LINES);
});
afterAll(() => room.close());

const SPEC = '{ "lines": ["one","two"],  "ref":{} }';
const project = async () => (await views.create(room.ada, ADDRESS, draft('p'))).project;
const draft = (name: string) => ({ type: 'runs/draft', name, displayName: name, spec: SPEC });

describe('a report of a client', () => {
  it('is a report of ours, and its text is answered letter by letter until it changes here', async () => {
    const { view } = await views.create(room.ada, ADDRESS, draft('Mine'));
    expect(view).toMatchObject({ type: 'runs/draft', spec: SPEC, displayName: 'Mine' });
    const id = view.id as number as ReportId;
    const { report, document } = await room.domain.reports.document(room.ada, id);
    expect(report).toMatchObject({ title: 'Mine', isDraft: true });
    expect(documentText(document)).toBe('one\ntwo');

    await room.domain.reports.change(room.ada, id, { title: 'Ours' });
    expect((await views.get(room.ada, view.id)).view).toMatchObject({
      spec: SPEC,
      displayName: 'Ours',
    });
    await room.domain.reports.change(room.ada, id, { document: paragraphs('three') });
    const changed = (await views.get(room.ada, view.id)).view.spec;
    expect(JSON.parse(changed)).toEqual({ lines: ['three'], ref: {} });

    const next = '{"lines":["four"]}';
    await views.update(room.bob, view.id, { spec: next, type: 'runs' });
    expect((await views.get(room.ada, view.id)).view).toMatchObject({ spec: next, type: 'runs' });
    const { versions } = await room.domain.reports.versions(room.ada, id, { limit: 9 });
    expect(versions[0]).toMatchObject({ cause: 'replaced' });
  });

  it('is listed with drafts apart, for those who may see it, beside other views', async () => {
    const home = await project();
    const made = async (type: string, name: string) =>
      (await views.create(room.ada, ADDRESS, { type, name, spec: SPEC })).view.id;
    const [shown, hidden] = [await made('runs', 'shown'), await made('runs/draft', 'hidden')];
    const { view } = await room.views.create(room.ada, ADDRESS, {
      type: 'project-view',
      spec: '{}',
    });
    const ids = async (actor: typeof room.ada, type?: string) =>
      (
        await views.list(actor, home, type === undefined ? {} : { type }, {
          first: 3,
          after: null,
        })
      ).views.map(({ id }) => id);
    expect((await ids(room.ada, 'runs'))[0]).toBe(shown);
    expect((await ids(room.ada, 'runs/draft'))[0]).toBe(hidden);
    expect(await ids(room.vic, 'runs/draft')).toEqual([]);
    expect(await ids(room.ada)).toEqual([view.id, hidden, shown]);
    expect(await ids(room.vic)).toEqual([view.id, shown]);
    const page = { first: 1, after: null };
    expect(await views.list(room.ada, home, { type: 'runs' }, page)).toMatchObject({
      hasMore: true,
    });
    expect(
      (await views.list(room.ada, home, { type: 'runs', name: 'shown' }, page)).views,
    ).toMatchObject([{ name: 'shown', spec: SPEC }]);
    await views.remove(room.ada, shown);
    await expect(views.get(room.ada, shown)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that is no JSON is refused in words', async () => {
    const wrong = views.create(room.ada, ADDRESS, { type: 'runs', spec: '{' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid' });
    await expect(wrong).rejects.toThrow(/must be JSON/);
  });

  it('from before there were reports becomes one under its id, be its text readable or not', async () => {
    const before = async (spec: string) =>
      (await room.views.create(room.bob, ADDRESS, { type: 'runs', displayName: 'Old', spec })).view
        .id;
    const [good, odd]: ViewId[] = [await before(SPEC), await before('{"lines":7}')];
    const fresh = room.another().clientViews(room.views, LINES);
    expect((await fresh.get(room.ada, good as ViewId)).view).toMatchObject({
      type: 'runs',
      displayName: 'Old',
      spec: SPEC,
      createdBy: room.bob.userId,
    });
    expect((await fresh.get(room.ada, odd as ViewId)).view.spec).toBe('{"lines":7}');
    const found = await room.domain.reports.document(room.ada, good as number as ReportId);
    expect(documentText(found.document)).toBe('one\ntwo');
  });
});
