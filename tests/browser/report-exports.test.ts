import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newBlockId, type ReportNode } from '@runloom/model';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { exportReport, readPdf } from '../support/report-files.ts';
import {
  gridBlock,
  linePanel,
  makeReport,
  openWriter,
  prepareReports,
  REPORT_PROJECT,
} from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let ada: Visitor;
let page: Page;

const text = (value: string, ...types: ('bold' | 'italic' | 'code')[]): ReportNode => ({
  type: 'text',
  text: value,
  ...(types.length === 0 ? {} : { marks: types.map((type) => ({ type })) }),
});
const paragraph = (...content: ReportNode[]): ReportNode => ({ type: 'paragraph', content });
const heading = (level: number, value: string): ReportNode => ({
  type: 'heading',
  attrs: { level },
  content: [text(value)],
});
const HOSTILE = '</style><script>globalThis.ran = true</script> \\input{/etc/passwd} 100% & $x$';
const grid = (...panels: object[]): ReportNode =>
  gridBlock(panels, {
    grid: { showsRunSets: false },
    section: { columns: 2, order: panels.map((_, index) => `own/${index}`) },
  });

/** Vega-Lite, with a title that nothing may take for more than a text. */
const OWN_CHART = {
  definition: '',
  spec: JSON.stringify({
    mark: 'bar',
    encoding: {
      x: { field: 'name', type: 'nominal', title: '</title><script>globalThis.ran = 2</script>' },
      y: { field: 'val/accuracy', type: 'quantitative', title: 'accuracy reached' },
      href: { value: 'javascript:globalThis.ran = 3' },
    },
  }),
  data: { summary: ['val/accuracy'] },
};

const CONTENT: readonly ReportNode[] = [
  { type: 'tableOfContents' },
  heading(1, 'The sweep'),
  paragraph(
    text('Latin, Ελληνικά, Кириллица, '),
    text('漢字', 'bold'),
    text('; bold ', 'bold'),
    text('and '),
    text('loss = f(x)', 'code'),
    text(', where '),
    { type: 'mathInline', attrs: { latex: '\\sigma^2 = \\frac{1}{n}\\sum_i (x_i-\\mu)^2' } },
    text('.'),
  ),
  paragraph(text(HOSTILE)),
  paragraph(text('אבד (משקל) 42 loss', 'bold')),
  paragraph(text('سلام على الكل 17')),
  heading(2, 'Curves'),
  grid(
    { ...linePanel('train/loss'), size: { columns: 2, rows: 1 } },
    linePanel('val/loss'),
    {
      type: 'bar',
      title: 'Accuracy',
      settings: { values: [{ field: 'summary.val/accuracy', statistic: 'last' }] },
    },
    { type: 'custom-chart', title: 'Own chart', settings: OWN_CHART },
    { type: 'scalar', title: 'Best', settings: { field: 'summary.val/accuracy' } },
  ),
  { type: 'runCard', attrs: { block: newBlockId(), run: `${REPORT_PROJECT}/run000001` } },
  {
    type: 'queryTable',
    attrs: {
      block: newBlockId(),
      project: REPORT_PROJECT,
      kind: 'runs',
      filter: '',
      columns: ['summary.val/accuracy'],
    },
  },
  heading(2, 'Notes'),
  { type: 'callout', attrs: { tone: 'warning' }, content: [paragraph(text('Mind the gap.'))] },
  { type: 'mathBlock', attrs: { latex: 'L = -\\sum_k y_k \\log \\hat{y}_k' } },
  {
    type: 'codeBlock',
    attrs: { language: 'python' },
    content: [text('for x in y:\n    print(x)')],
  },
  {
    type: 'taskList',
    content: [{ type: 'taskItem', attrs: { checked: true }, content: [paragraph(text('done'))] }],
  },
];

beforeAll(async () => {
  await prepareReports(stage);
  const report = await makeReport(stage, {
    title: 'Findings & <b>more</b>',
    isDraft: false,
    document: { type: 'doc', content: CONTENT },
  });
  ada = await openWriter(stage, 'ada');
  page = ada.page;
  await page.goto(report.address);
  await page.getByText('Mind the gap.').waitFor();
}, 180_000);
afterAll(async () => ada?.close());

describe.sequential('a report is exported', () => {
  it('as PDF: text that can be searched, numbers of the page, links of contents', async () => {
    // The same in the dark: paper is white.
    await page.emulateMedia({ colorScheme: 'dark' });
    const bytes = await exportReport(page, 'PDF');
    const { pages, words, outline } = await readPdf(bytes);
    const spaceless = words.normalize('NFKC').replace(/\s+/g, '');
    for (const piece of [
      'Ελληνικά',
      'Кириллица',
      'Latin',
      'train/loss',
      'val/loss',
      'Mindthegap.',
      // As they are read, from what stands from left to right.
      'משקל',
      'على',
      'Ownchart',
      'accuracyreached',
    ]) {
      expect(spaceless).toContain(piece);
    }
    expect(spaceless).toContain(HOSTILE.replace(/\s+/g, ''));
    expect(spaceless).toContain('print(x)');
    expect(pages.at(-1)?.words).toContain(`${pages.length} / ${pages.length}`);
    expect(outline.map(({ title }) => title)).toEqual(['The sweep']);
    const inner = pages[0]?.links.filter(({ dest }) => Array.isArray(dest)) ?? [];
    expect(inner).toHaveLength(3);
    // What the page says of the run stands in the document.
    const table = page.getByRole('table', { name: 'Runs that the query finds' });
    const cells = await table.locator('tbody tr').first().locator('td').allInnerTexts();
    for (const cell of cells) expect(spaceless).toContain(cell.replace(/\s+/g, ''));
  }, 180_000);

  it('as one page that opens without a network and runs nothing', async () => {
    const bytes = await exportReport(page, 'HTML');
    const folder = mkdtempSync(join(tmpdir(), 'runloom-export-'));
    const path = join(folder, 'report.html');
    writeFileSync(path, bytes);
    const reader = await openVisitor();
    try {
      const asked: string[] = [];
      reader.page.on('request', (request) => asked.push(request.url()));
      await reader.page.goto(`file://${path}`);
      await reader.page.getByText('Mind the gap.').waitFor();
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`file://${path}`]);
      expect(await reader.page.evaluate('globalThis.ran')).toBe(undefined);
      expect(await reader.page.locator('figure svg').count()).toBe(4);
      await reader.page.locator('figure svg').getByText('accuracy reached').waitFor();
      expect(await reader.page.locator('figure a').count()).toBe(0);
      await expect.poll(() => reader.page.getByText(HOSTILE).count()).toBe(1);
      await reader.screenshot('report-exported-page');
    } finally {
      await reader.close();
      rmSync(folder, { recursive: true });
    }
  }, 180_000);

  it('as Markdown with drawings and their numbers', async () => {
    const files = unzipSync(await exportReport(page, 'Markdown', true));
    const names = Object.keys(files).toSorted();
    expect(names.filter((name) => name.endsWith('.svg'))).toHaveLength(4);
    const own = names.find((name) => /own-chart\.csv$/i.test(name)) ?? '';
    expect(strFromU8(files[own] ?? new Uint8Array())).toMatch(
      /^run,val\/accuracy,name\r\n(?:run\d+,0\.\d+,\S+\r\n){8}$/,
    );
    const csv = strFromU8(
      files[names.find((name) => /train-loss\.csv$/.test(name)) ?? ''] ?? new Uint8Array(),
    );
    expect(csv.split('\r\n')[0]).toBe('source,line,x,y,low,high');
    expect(csv.split('\r\n').length).toBeGreaterThan(100);
    expect(strFromU8(files['report.md'] ?? new Uint8Array())).toContain(
      '![train/loss](figures/figure-1.svg)',
    );
  }, 180_000);

  it('as LaTeX with figures of vectors, which TeX compiles', async () => {
    const files = unzipSync(await exportReport(page, 'LaTeX'));
    const figures = Object.keys(files).filter((name) => name.endsWith('.pdf'));
    expect(figures).toHaveLength(4);
    const figure = await readPdf(new Uint8Array(files[figures[0] ?? ''] ?? []));
    expect(figure.words).toContain('train/loss');
    if (spawnSync('pdflatex', ['--version']).status !== 0) return;
    const folder = mkdtempSync(join(tmpdir(), 'runloom-export-'));
    try {
      for (const [name, bytes] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
      const args = ['-interaction=nonstopmode', '-halt-on-error', 'report.tex'];
      const { status, stdout } = spawnSync('pdflatex', args, { cwd: folder, encoding: 'latin1' });
      expect(status, stdout.slice(-2_000)).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 180_000);

  it('with the name of what could not be drawn where it would stand, and without waiting for it', async () => {
    const lost = gridBlock([linePanel('train/loss')], {
      grid: { frozen: { digest: '0'.repeat(64), at: 1, by: 'ada' } },
    });
    const { address } = await makeReport(stage, {
      title: 'Lost',
      document: {
        type: 'doc',
        content: [heading(1, 'Before'), lost, grid(linePanel('val/loss'))],
      },
    });
    ada.expectProblem(/404/);
    await page.goto(address);
    await page.getByRole('heading', { name: 'Before' }).waitFor();
    const markdown = async () =>
      strFromU8(unzipSync(await exportReport(page, 'Markdown'))['report.md'] ?? new Uint8Array());
    const told = page.getByText(/named in their place: 1\./).waitFor();
    const text = await markdown();
    expect(text.match(/Not in this file/g)).toHaveLength(1);
    expect(text).toMatch(/# Before[\s\S]+Not in this file: This recording[\s\S]+!\[val\/loss\]/);
    await told;
    // A fault while drawings are taken is a figure less, and no wait.
    await page.evaluate(`{
      const own = Element.prototype.querySelectorAll;
      Element.prototype.querySelectorAll = function (query) {
        if (query === '[data-panel]') throw new Error('The loom is broken');
        return own.call(this, query);
      };
    }`);
    expect(await markdown()).toContain('Not in this file: The loom is broken.');
    ada.takeProblems();
  }, 180_000);

  it('without a fault on the page', () => {
    expect(ada.problems).toEqual([]);
  });
});
