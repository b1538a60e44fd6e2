import { readFileSync } from 'node:fs';
import { newBlockId, ReportDetail, type ReportDocument, reportPath } from '@runloom/model';
import type { Page } from 'playwright-core';
import { createApi } from '../tests/support/api.ts';
import { openVisitor } from '../tests/support/browser.ts';
import { makeRuns, sweepRuns } from '../tests/support/many-runs.ts';
import { readPdf } from '../tests/support/report-files.ts';
import { gridBlock, linePanel } from '../tests/support/report-stage.ts';
import { TestServer } from '../tests/support/server.ts';
import { signInTo } from '../tests/support/signed-in.ts';
import { createWire } from '../tests/support/wire.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { createPageMeter, type PageMeter, untilShown } from './page-meter.ts';
import { processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';

const OPENINGS = 11;
const EXPORTS = 3;
const PARTS = ['text', 'scroll', 'pdf'] as const;
const PLACE = { entity: 'admin', project: 'looms' } as const;
/** What stands last in the first paragraph. */
const FIRST_TEXT = 'The first loom';

type Row = Record<string, string | number>;

/** A report of 50 panels over 500 runs in a real browser: first text, scrolling, and its PDF. */
export async function benchReportPage(options: BenchOptions): Promise<void> {
  const { quick } = options;
  const isAsked = askedParts(options, 'report-page', PARTS);
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    const address = await makeReportOfPanels(server, quick);
    await signInTo(server, visitor.page);
    const meter = await createPageMeter(visitor.page);
    if (isAsked('text'))
      report({
        name: 'report-first-text',
        what: `a report of 50 panels over 500 runs, from the navigation to the frame that shows its text, ${OPENINGS} times, cache warm; main thread and script are processor time until then`,
        rows: [await measureFirstText(visitor.page, meter, address, quick ? 1 : OPENINGS)],
      });
    if (isAsked('scroll'))
      report({
        name: 'report-scroll',
        what: 'that report from its top to its end, 40 px a frame: time between frames, and processor time of the main thread a frame; quick is a second time, with all panels drawn',
        rows: await measureScroll(visitor.page, meter, address),
      });
    if (isAsked('pdf'))
      report({
        name: 'report-pdf',
        what: 'that report as PDF, from the click to the file; processor seconds of the page alone, and of the server with its engine',
        rows: await measurePdf(server, visitor.page, meter, address, quick ? 1 : EXPORTS),
      });
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

/** @returns its address */
export async function makeReportOfPanels(
  server: Pick<TestServer, 'url' | 'adminKey'>,
  isSmall: boolean,
): Promise<string> {
  const wire = createWire(server.url, server.adminKey);
  await makeRuns(wire, PLACE, isSmall ? sweepRuns(50, 50) : sweepRuns(500, 400));
  const api = createApi(server.url, server.adminKey);
  const made = await api.send('POST', `/api/v1/projects/${PLACE.entity}/${PLACE.project}/reports`, {
    title: 'Fifty panels',
    isDraft: false,
    document: documentOfPanels(),
  });
  if (made.status > 201) throw new Error(made.text);
  return server.url + reportPath(ReportDetail.parse(JSON.parse(made.text)));
}

const METRICS = ['train/loss', 'val/loss', 'val/accuracy', 'train/lr'];

/** Two panels to a grid, two grids and a page of text to a chapter: about 30 pages of paper. */
function documentOfPanels(): ReportDocument {
  const words =
    'The loss of the second loom fell below that of the first after an hour, and stayed there. ';
  const paragraph = (text: string) =>
    ({ type: 'paragraph', content: [{ type: 'text', text }] }) as const;
  const project = `${PLACE.entity}/${PLACE.project}`;
  const chapters = Array.from({ length: 25 }, (_, chapter) => [
    {
      type: 'heading' as const,
      attrs: { level: 1 },
      content: [{ type: 'text' as const, text: `Chapter ${chapter + 1}` }],
    },
    paragraph(words.repeat(8)),
    paragraph(words.repeat(12)),
    gridBlock(
      [0, 1].map((side) => linePanel(METRICS[(chapter * 2 + side) % METRICS.length] ?? '')),
      {
        grid: {
          runSets: [{ id: newBlockId(), name: 'Sweep', project }],
          showsRunSets: false,
        },
        section: { columns: 2, order: ['own/0', 'own/1'] },
      },
    ),
    paragraph(words.repeat(12)),
  ]);
  return {
    type: 'doc',
    content: [paragraph(`${FIRST_TEXT} was slow.`), ...chapters.flat()],
  };
}

export async function measureFirstText(
  page: Page,
  meter: PageMeter,
  address: string,
  times: number,
): Promise<Row> {
  const texts: number[] = [];
  const main: number[] = [];
  const script: number[] = [];
  for (let time = 0; time <= times; time += 1) {
    await page.goto('about:blank');
    let at = 0;
    const cost = await meter.during(async () => {
      await page.goto(address, { waitUntil: 'commit' });
      at = await untilText(page, FIRST_TEXT);
    });
    // What is read after the first text is no part of the next opening.
    await page.waitForTimeout(1_500);
    // The first visit fills the browser's cache.
    if (time === 0) continue;
    texts.push(at);
    main.push(cost.mainMs);
    script.push(cost.scriptMs);
  }
  return {
    'first text, median ms': round(quantile(texts, 0.5)),
    'least ms': round(Math.min(...texts)),
    'p95 ms': round(quantile(texts, 0.95)),
    'main thread ms': round(quantile(main, 0.5)),
    'script ms': round(quantile(script, 0.5)),
  };
}

/** Milliseconds from the navigation to the frame after the text stands on the page. */
const untilText = (page: Page, text: string): Promise<number> =>
  untilShown(page, `document.body?.textContent.includes(${JSON.stringify(text)})`, {
    childList: true,
    characterData: true,
  });

export async function measureScroll(
  page: Page,
  meter: PageMeter,
  address: string,
): Promise<readonly Row[]> {
  await page.goto(address);
  await untilText(page, FIRST_TEXT);
  await page.waitForTimeout(3_000);
  const rows: Row[] = [];
  for (const what of ['panels come into view', 'quick: all drawn already']) {
    let frames: number[] = [];
    const cost = await meter.during(async () => {
      frames = (await page.evaluate(SCROLL)) as number[];
    });
    rows.push({
      what,
      frames: frames.length,
      'median ms': round(quantile(frames, 0.5)),
      'p95 ms': round(quantile(frames, 0.95)),
      'p99 ms': round(quantile(frames, 0.99)),
      'most ms': round(Math.max(...frames)),
      'over 20 ms': frames.filter((frame) => frame > 20).length,
      'main thread ms a frame': round(cost.mainMs / frames.length),
      'charts drawn': Number(
        await page.evaluate(
          `document.querySelectorAll('[aria-roledescription="line chart"]').length`,
        ),
      ),
    });
  }
  return rows;
}

/** Once from the top to the end. @returns times between frames, ms */
const SCROLL = `new Promise((resolve) => {
  const scroller = document.querySelector('[data-report-scroller]');
  scroller.scrollTop = 0;
  const frames = [];
  let last = 0;
  const step = (now) => {
    if (last > 0) frames.push(now - last);
    last = now;
    scroller.scrollTop += 40;
    const isOver = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
    if (isOver || frames.length > 3000) resolve(frames);
    else requestAnimationFrame(step);
  };
  setTimeout(() => requestAnimationFrame(step), 1000);
})`;

export async function measurePdf(
  server: Pick<TestServer, 'pid'>,
  page: Page,
  meter: PageMeter,
  address: string,
  times: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let time = 0; time < times; time += 1) {
    await page.goto(address);
    await untilText(page, FIRST_TEXT);
    await page.waitForTimeout(3_000);
    const cpuBefore = processorSecondsOfTree(server.pid);
    const start = performance.now();
    let bytes = new Uint8Array();
    const cost = await meter.during(async () => {
      bytes = await savePdf(page);
    });
    const seconds = (performance.now() - start) / 1_000;
    const serverSeconds = processorSecondsOfTree(server.pid) - cpuBefore;
    const size = bytes.length;
    const { pages } = await readPdf(bytes);
    rows.push({
      seconds: round(seconds),
      pages: pages.length,
      'page, processor s': round(cost.mainMs / 1_000),
      'server, processor s': round(serverSeconds),
      kB: round(size / 1_000, 0),
    });
  }
  return rows;
}

/** Until the file is there; the word that it is saved stays on the page for some seconds more. */
async function savePdf(page: Page): Promise<Uint8Array<ArrayBuffer>> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^PDF/ }).check();
  const waiting = page.waitForEvent('download', { timeout: 120_000 });
  await dialog.getByRole('button', { name: 'Export' }).click();
  const path = await (await waiting).path();
  return new Uint8Array(readFileSync(path));
}
