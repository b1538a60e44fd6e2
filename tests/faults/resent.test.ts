import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, createApi } from '../support/api.ts';
import { rowOf } from '../support/sender.ts';
import { TestServer } from '../support/server.ts';
import { createWire, type Wire } from '../support/wire.ts';

const ADDRESS = { entity: 'admin', project: 'resent', run: 'echo' };
const LINES = Array.from({ length: 500 }, (_, step) => rowOf(step).text);

let server: TestServer;
let wire: Wire;
let api: Api;
beforeEach(async () => {
  server = await TestServer.start();
  wire = createWire(server.url, server.adminKey);
  api = createApi(server.url, server.adminKey);
  await wire.createRun(ADDRESS);
});
afterEach(() => server.dispose());

async function expectOnce(): Promise<void> {
  const rows = await api.history(ADDRESS);
  expect(rows.map((row) => [row.get('_step'), row.get('squared')])).toEqual(
    Array.from({ length: 500 }, (_, step) => [step, step * step]),
  );
  const { series } = await api.series('admin', 'resent', {
    runs: [ADDRESS.run],
    keys: ['squared'],
    buckets: 10,
  });
  expect(series[0]).toMatchObject({ kind: 'buckets', count: 500 });
}

describe('what is sent again counts once', () => {
  it('the same chunk at the same offset, one after the other', async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect((await wire.postRows(ADDRESS, 0, LINES)).status).toBe(200);
    }
    await expectOnce();
    expect((await api.run(ADDRESS)).historyLineCount).toBe(500);
  });

  it('the same chunk at the same time over several connections', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => wire.postRows(ADDRESS, 0, LINES)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    await expectOnce();
  });

  it('across a restart of the server', async () => {
    await wire.postRows(ADDRESS, 0, LINES);
    await server.killTree();
    await server.start();
    expect((await wire.postRows(ADDRESS, 0, LINES)).status).toBe(200);
    await expectOnce();
    expect((await api.run(ADDRESS)).historyLineCount).toBe(500);
  });

  it('all rows at other offsets and with their keys in another order, as wandb sync does', async () => {
    await wire.postRows(ADDRESS, 0, LINES);
    const reordered = LINES.map((line) => {
      const entries = Object.entries(JSON.parse(line) as Record<string, unknown>).reverse();
      return JSON.stringify(Object.fromEntries(entries));
    });
    expect((await wire.postRows(ADDRESS, 500, reordered)).status).toBe(200);
    await expectOnce();
  });

  it('console lines at the same numbers, of which the last text stays', async () => {
    const post = (offset: number, content: string[]) =>
      wire.post(ADDRESS, { files: { 'output.log': { offset, content } } });
    await post(0, ['first', 'progress 10%', 'third']);
    await post(0, ['first', 'progress 10%', 'third']);
    await post(1, ['progress 90%']);
    const { lines, totalCount } = await api.console(ADDRESS);
    expect(lines.map((line) => line.text)).toEqual(['first', 'progress 90%', 'third']);
    expect(totalCount).toBe(3);
  });

  it('the end of a run, which stays ended, and takes late rows', async () => {
    await wire.postRows(ADDRESS, 0, LINES.slice(0, 499));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await wire.post(ADDRESS, { complete: true, exitcode: 0 });
    }
    expect(await api.run(ADDRESS)).toMatchObject({ state: 'finished', exitCode: 0 });
    expect((await wire.postRows(ADDRESS, 499, LINES.slice(499))).status).toBe(200);
    await wire.post(ADDRESS, { complete: true, exitcode: 0 });
    await expectOnce();
    expect(await api.run(ADDRESS)).toMatchObject({ state: 'finished', exitCode: 0 });
  });
});
