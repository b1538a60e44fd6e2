import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newBlockId } from '@runloom/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { gridBlock, makeReport, openWriter, prepareReports } from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let ada: Visitor;
let guest: Visitor;
let embedded = '';
const sites: Server[] = [];

/** Another site: `localhost` is none of the server's, which is reached by `127.0.0.1`. @returns its origin */
async function openSite(): Promise<string> {
  const site = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(
      `<!doctype html><title>Wiki</title><h1>Wiki</h1><iframe src="${embedded}" sandbox="allow-scripts allow-same-origin" width="1200" height="800"></iframe>`,
    );
  });
  sites.push(site);
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(site.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  await prepareReports(stage);
  const { report, address } = await makeReport(stage, {
    title: 'Shown elsewhere',
    isDraft: false,
    document: {
      type: 'doc',
      content: [
        { type: 'html', attrs: { source: '<p>Inside the frame</p>', block: newBlockId() } },
        gridBlock([
          {
            type: 'custom-chart',
            title: 'Bars',
            settings: {
              definition: '',
              spec: JSON.stringify({
                mark: 'bar',
                encoding: {
                  x: { field: 'name' },
                  y: { field: 'val/accuracy', type: 'quantitative' },
                },
              }),
              data: { summary: ['val/accuracy'] },
            },
          },
        ]),
      ],
    },
  });
  ada = await openWriter(stage, 'ada');
  await ada.page.goto(address);
  await ada.page.getByRole('region', { name: 'Bars', exact: true }).locator('iframe').waitFor();
  await ada.page.getByRole('button', { name: 'Share' }).click();
  const dialog = ada.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const field = dialog.getByLabel('Secret link', { exact: true });
  await field.waitFor({ timeout: 60_000 });
  const link = await field.inputValue();
  embedded = link.replace('/shared/', '/embed/');
  const allowed = await openSite();
  const { status, text } = await stage.api.send('PATCH', `/api/v1/reports/${report.id}`, {
    frameOrigins: [allowed],
  });
  expect(status, text).toBe(200);
  guest = await openVisitor();
  await guest.page.goto(allowed);
}, 240_000);
afterAll(async () => {
  await ada?.close();
  await guest?.close();
  for (const site of sites) site.close();
});

it('a report within a page of another site shows what runs in frames of its own', async () => {
  const report = guest.page.frameLocator('iframe');
  await report.getByRole('heading', { level: 1, name: 'Shown elsewhere' }).waitFor();
  const html = report.locator('iframe[title="HTML of the report"]').contentFrame();
  await html.getByText('Inside the frame').waitFor();
  const bars = report.getByRole('region', { name: 'Bars', exact: true });
  await bars.locator('iframe').contentFrame().locator('canvas').waitFor();
  await guest.screenshot('report-embedded');
});

it('no other site shows it, nor the frames of it', async () => {
  const other = await openSite();
  guest.expectProblem(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE|Refused to frame|Framing/);
  await guest.page.goto(other);
  await guest.page.getByRole('heading', { name: 'Wiki' }).waitFor();
  const report = guest.page.frameLocator('iframe');
  await expect.poll(() => guest.problems.some((one) => /frame-ancestors/.test(one))).toBe(true);
  expect(await report.getByRole('heading', { name: 'Shown elsewhere' }).count()).toBe(0);
});
