import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type Editor,
  lineOf,
  openEditor,
} from '../../packages/server/src/protocols/api/reports/sync/editor.testing.ts';
import { createApi } from '../support/api.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';

const KILLS = 4;

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.dispose());

it(`a server killed ${KILLS} times while people type loses nothing that it called saved, and in the end nothing`, {
  timeout: 120_000,
}, async () => {
  const api = createApi(server.url, server.adminKey);
  await api.send('PUT', '/api/v1/projects/admin/looms', {});
  const made = await api.send('POST', '/api/v1/projects/admin/looms/reports', {
    title: 'Killed',
    document: {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: '|' }] }],
    },
  });
  const report: string = JSON.parse(made.text).id;
  const open = () => openEditor({ url: server.url, report, key: server.adminKey });
  const people: Editor[] = [open(), open(), open()];
  const read = async (): Promise<string> =>
    (await api.send('GET', `/api/v1/reports/${report}/document`)).text;

  const typed: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    for (const editor of people) await editor.connect();
    await waitFor(async () => (people.every((one) => one.isSaved()) ? true : null), {
      until: 'all are connected',
      timeoutMs: 20_000,
    });
    for (let stroke = 0; stroke < 20; stroke += 1) {
      for (const editor of people) {
        const letter = String.fromCharCode(0x4e00 + typed.length);
        typed.push(letter);
        lineOf(editor).insert(0, letter);
      }
      await new Promise(setImmediate);
    }
    const [first] = people;
    if (first === undefined) throw new Error('nobody types');
    await waitFor(async () => (first.isSaved() ? true : null), {
      until: 'what one typed is saved',
      timeoutMs: 20_000,
      intervalMs: 1,
    });
    const saved = [...lineOf(first).toString()].filter((letter) => letter >= '\u4e00');
    await server.kill();
    await server.start();
    const kept = await read();
    // Of others, the first knows only what is durable; of its own, all was called saved.
    for (const letter of saved) expect(kept).toContain(letter);
  }
  for (const editor of people) await editor.connect();
  await waitFor(async () => (people.every((one) => one.isSaved()) ? true : null), {
    until: 'everything is saved',
    timeoutMs: 20_000,
  });
  const text = await read();
  expect([...text].filter((letter) => letter >= '\u4e00').sort()).toEqual(typed.sort());
  for (const editor of people) editor.close();
});
