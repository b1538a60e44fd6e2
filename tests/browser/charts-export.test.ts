import { readFile } from 'node:fs/promises';
import { PanelsResponse, panelFromJson } from '@runloom/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { chance, drawRun } from '../support/chart-data.ts';
import { createChartPage } from '../support/chart-page.ts';
import { setStage } from '../support/stage.ts';
import { createWire } from '../support/wire.ts';

/** A name that would break out of a drawing, a table or a path. */
const KEY = 'a/<b>"loss"</b>, & ../x';
const STEPS = 300;
const entity = 'admin';
const project = 'exports';

const stage = setStage();
let visitor: Visitor;
let page: ReturnType<typeof createChartPage>;
let drawing: Buffer;
/** Doubles with all their bits. */
const values = (() => {
  const next = chance(7);
  return Array.from(
    { length: STEPS },
    () => (next() + next() / 2 ** 32) * 10 ** (next() * 20 - 10),
  );
})();

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await drawRun(wire, {
    entity,
    project,
    run: 'exact',
    label: '</text><script>alert(1)</script>',
    steps: STEPS,
    row: (step) => `${JSON.stringify(KEY)}:${step === 5 ? 'NaN' : values[step]}`,
  });
  visitor = await openVisitor();
  page = createChartPage(visitor, stage.server);
  await page.signIn();
  await page.open(project);
});
afterAll(async () => {
  await visitor.close();
});

async function download(item: RegExp): Promise<{ name: string; bytes: Buffer }> {
  const chart = await page.chart(KEY);
  const saved = visitor.page.waitForEvent('download');
  await chart.choose(item);
  const file = await saved;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

it('chart, API and CSV agree to the last bit', async () => {
  await (await page.chart(KEY)).waitForPoints(STEPS);
  const expected = values.map((value, step) => (step === 5 ? Number.NaN : value));

  const [drawn] = await page.lines(KEY);
  expect([...(drawn?.columns['value'] ?? [])]).toEqual(expected);

  const path = `/api/v1/projects/${entity}/${project}/panels`;
  const answer = await stage.api.send('POST', path, {
    runs: ['exact'],
    panels: [{ y: [{ key: KEY }] }],
  });
  const [told] = PanelsResponse.parse(JSON.parse(answer.text)).panels.map(panelFromJson);
  expect([...(told?.lines[0]?.columns['value'] ?? [])]).toEqual(expected);

  const { name, bytes } = await download(/CSV/);
  expect(name).toMatch(/^a-b-loss.*\.csv$/);
  const [head = '', ...rows] = bytes.toString().trim().split(/\r?\n/);
  const column = head.split(',').indexOf('value');
  expect(column).toBeGreaterThan(0);
  // The value is counted from the end: names before it may hold commas.
  const fromEnd = head.split(',').length - column;
  expect(rows.map((row) => Number(row.split(',').at(-fromEnd)))).toEqual(expected);
});

it('a drawing is made of paths, has title and legend, and its names stay text', async () => {
  const { name, bytes } = await download(/SVG/);
  const svg = bytes.toString();
  expect(name).toMatch(/\.svg$/);
  expect(svg).not.toContain('<script>');
  expect(svg).toContain('&lt;/text&gt;&lt;script&gt;');
  const points = Math.max(
    ...[...svg.matchAll(/ d="([^"]*)"/g)].map(([, d = '']) => d.split(/[ML]/).length),
  );
  expect(points).toBeGreaterThan(STEPS / 2);
  drawing = bytes;
});

it('a picture is one', async () => {
  const { name, bytes } = await download(/PNG/);
  expect(name).toMatch(/\.png$/);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(1000);
  expect(visitor.problems).toEqual([]);
});

it('a drawing is a document that a browser reads', async () => {
  const { page: tab } = visitor;
  await tab.goto(`data:image/svg+xml;base64,${drawing.toString('base64')}`);
  expect(await tab.evaluate('document.documentElement.nodeName')).toBe('svg');
  expect(await tab.evaluate(`document.querySelector('parsererror') === null`)).toBe(true);
});
