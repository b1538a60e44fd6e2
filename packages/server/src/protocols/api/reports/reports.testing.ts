import type { ReportDocument } from '@runloom/model';
import { expect } from 'vitest';
import { type Answer, historyBody, openRoom, type Room } from '../room.testing.ts';

/** A picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const documentOfText = (value: string): ReportDocument => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: value }] }],
});

/** For tests: a server with a team of three, one run of theirs, and somebody who is none of them. */
export interface ReportTeam {
  readonly room: Room;
  /** Keys of two who write, of one who reads, and of the one outside. */
  readonly ada: string;
  readonly bob: string;
  readonly vic: string;
  readonly eve: string;
  /** Below `/api/v1`; without a key as nobody. */
  call(method: string, path: string, key: string | undefined, body?: unknown): Promise<Answer>;
  /** Makes a report, by ada unless another key is given. */
  makeReport(body?: object, key?: string): Promise<string>;
  /** The document of a report, as text. */
  documentOf(report: string, key?: string): Promise<string>;
  /** Adds a file called `plot.png`. */
  addFile(report: string, bytes: Uint8Array, key?: string): Promise<Answer>;
}

export async function openTeam(): Promise<ReportTeam> {
  const room = await openRoom();
  const [ada, bob, vic, eve] = [
    await room.user('ada'),
    await room.user('bob'),
    await room.user('vic'),
    await room.user('eve'),
  ];
  await room.admin('PUT', '/admin/organizations/lab', {});
  await room.admin('PUT', '/admin/organizations/lab/teams/vision', {});
  for (const [name, role] of [
    ['ada', 'member'],
    ['bob', 'member'],
    ['vic', 'viewer'],
  ]) {
    await room.admin('PUT', `/admin/organizations/lab/teams/vision/members/${name}`, { role });
  }
  await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'r1' });
  const rows = [1, 2, 3].map((step) => `{"_step":${step},"loss":${1 / step}}`);
  await room.stream(ada, 'vision/looms/r1', historyBody(0, rows));

  const call: ReportTeam['call'] = (method, path, key, body) =>
    room.call(method, `/api/v1${path}`, {
      ...(key === undefined ? {} : { key }),
      ...(body === undefined ? {} : { body }),
    });
  return {
    room,
    ada,
    bob,
    vic,
    eve,
    call,
    async makeReport(body = {}, key = ada) {
      const made = await call('POST', '/projects/vision/looms/reports', key, {
        title: 'Looms',
        isDraft: false,
        document: documentOfText('first words'),
        ...body,
      });
      expect(made.text).toContain('"id"');
      return made.json.id;
    },
    documentOf: async (report, key = ada) =>
      JSON.stringify((await call('GET', `/reports/${report}/document`, key)).json.document),
    addFile: (report, bytes, key = ada) =>
      room.call('POST', `/api/v1/reports/${report}/files?name=plot.png`, {
        key,
        headers: { 'Content-Type': 'application/octet-stream' },
        bytes,
      }),
  };
}
