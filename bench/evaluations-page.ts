import type { Page } from 'playwright-core';
import { openVisitor } from '../tests/support/browser.ts';
import { TestServer } from '../tests/support/server.ts';
import { signInTo } from '../tests/support/signed-in.ts';
import { fillAnother, fillEvaluations, PROJECT } from './evaluation-calls.ts';
import type { BenchOptions } from './options.ts';
import { createPageMeter, type PageMeter, untilShown } from './page-meter.ts';
import { quantile, report, round } from './report.ts';

const EXAMPLES = 10_000;
const COLD_OPENINGS = 5;
const WARM_OPENINGS = 7;
const ACTS = 5;

/** What stands in the table of metrics, and in that of examples, once there is something to read. */
const METRIC = '[aria-label="Metrics"] tbody tr td';
const EXAMPLE = '[aria-label="Examples"] tbody tr td';
/** What the status of the examples no longer says when their texts are there. */
const WAITING = 'Reading inputs and outputs';

/**
 * The page of a comparison in a real browser: opened at once after the last evaluation ended, after
 * restarts, and again and again; its examples sorted and filtered.
 */
export async function benchEvaluationsPage(options: BenchOptions): Promise<void> {
  const examples = options.points ?? (options.quick ? EXAMPLES / 50 : EXAMPLES);
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    const { page } = visitor;
    const pages = `${server.url}/${PROJECT}/weave`;
    await signInTo(server, page);
    const meter = await createPageMeter(page);
    // Fills the browser's cache with what the page is made of.
    await page.goto(`${pages}/compare-evaluations`);
    await page.getByText('Nothing to compare').waitFor();
    const filled = await fillEvaluations(server, examples);
    const { ids } = filled;
    const address = `${pages}/compare-evaluations?ids=${ids.join('*')}`;
    const first = await opened(page, meter, address);
    const another = await fillAnother(server, filled);
    await page.waitForTimeout(1_000);
    const withAnother = [another, ...ids.slice(1)].join('*');
    const soon = await opened(page, meter, `${pages}/compare-evaluations?ids=${withAnother}`);
    const cold: Opening[] = [];
    const coldExamples: Opening[] = [];
    for (let turn = 0; turn < (options.quick ? 1 : COLD_OPENINGS); turn += 1) {
      await restart(server, page);
      cold.push(await opened(page, meter, address));
      await restart(server, page);
      coldExamples.push(await opened(page, meter, `${address}&view=examples`));
    }
    const warm: Opening[] = [];
    const warmExamples: Opening[] = [];
    for (let turn = 0; turn < (options.quick ? 1 : WARM_OPENINGS); turn += 1) {
      warm.push(await opened(page, meter, address));
      warmExamples.push(await opened(page, meter, `${address}&view=examples`));
    }
    report({
      name: 'evaluations-page',
      what: `${ids.length} evaluations × ${examples} examples in Chromium, scripts in its cache: ms from the navigation to the frame that shows the first figures (metrics, or rows of examples)`,
      rows: [
        openingRow('the first page after the last evaluation ended', [first]),
        openingRow('with another, a second after it ended', [soon]),
        openingRow('metrics after a restart', cold),
        openingRow('examples after a restart', coldExamples),
        openingRow('metrics again', warm),
        openingRow('examples again', warmExamples),
      ],
    });
    report({
      name: 'evaluations-page-acts',
      what: `the examples of that page, ms from the click or key to the frame that shows what came of it, ${ACTS} times each`,
      rows: await acts(page, meter),
    });
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

async function restart(server: TestServer, page: Page): Promise<void> {
  await page.goto('about:blank');
  await server.stop();
  await server.start();
}

interface Opening {
  readonly shownMs: number;
  /** Until the texts of examples are there, too. */
  readonly wholeMs: number;
  readonly mainMs: number;
  readonly scriptMs: number;
}

async function opened(page: Page, meter: PageMeter, address: string): Promise<Opening> {
  await page.goto('about:blank');
  let shownMs = 0;
  const { mainMs, scriptMs } = await meter.during(async () => {
    await page.goto(address, { waitUntil: 'commit' });
    shownMs = await untilShown(
      page,
      `document.querySelector('${METRIC}, ${EXAMPLE}') !== null`,
      ALL,
    );
  });
  const wholeMs = await untilShown(
    page,
    `!document.body.textContent.includes(${JSON.stringify(WAITING)})`,
    ALL,
  );
  return { shownMs, wholeMs, mainMs, scriptMs };
}

function openingRow(what: string, openings: readonly Opening[]) {
  const of = (read: (one: Opening) => number) => openings.map(read);
  const shown = of(({ shownMs }) => shownMs);
  return {
    opened: what,
    'median ms': round(quantile(shown, 0.5), 0),
    'least ms': round(Math.min(...shown), 0),
    'most ms': round(Math.max(...shown), 0),
    'texts too, median ms': round(
      quantile(
        of(({ wholeMs }) => wholeMs),
        0.5,
      ),
      0,
    ),
    'main thread ms': round(
      quantile(
        of(({ mainMs }) => mainMs),
        0.5,
      ),
      0,
    ),
    'script ms': round(
      quantile(
        of(({ scriptMs }) => scriptMs),
        0.5,
      ),
      0,
    ),
  };
}

/** Any change of the page may be what is waited for. */
const ALL = { childList: true, characterData: true, attributes: true } as const;

/** Sorts and filters the examples on the page. */
async function acts(page: Page, meter: PageMeter) {
  const sortBy = (name: string) => ({
    what: `sorted by ${name}`,
    act: () => headOf(page, name).click(),
    shown: headsText,
  });
  const filterBy = (what: string, text: string) => ({
    what,
    before: async () => {
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('textbox', { name: 'As text' }).fill(text);
    },
    act: () => page.keyboard.press('Enter'),
    shown: statusText,
    after: async () => {
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.keyboard.press('Escape');
    },
  });
  const choose = (name: RegExp) => ({
    what: `narrowed to ${name.source.slice(1)}`,
    act: () => page.getByRole('button', { name }).click(),
    shown: statusText,
    after: () => page.getByRole('button', { name: /^All/ }).click(),
  });
  const all: readonly Act[] = [
    sortBy('close of B'),
    sortBy('latency of C'),
    sortBy('Inputs'),
    filterBy('filtered by scores', 'A.scores.right.passed = 1 and B.scores.right.passed = 0'),
    filterBy('filtered by texts', 'output contains "99" and inputs contains "form 7"'),
    choose(/^Regressions/),
    choose(/^Improvements/),
  ];
  const rows = [];
  for (const { what, before, act, shown, after } of all) {
    const taken: number[] = [];
    const main: number[] = [];
    for (let turn = 0; turn < ACTS; turn += 1) {
      await before?.();
      await page.waitForTimeout(300);
      const was = await page.evaluate(shown);
      // The clock runs from the event itself, not from when it was asked for.
      const waiting = page.evaluate(untilChanged(shown, was));
      const { mainMs } = await meter.during(async () => {
        await act();
        taken.push(Number(await waiting));
      });
      main.push(mainMs);
      await after?.();
    }
    rows.push({
      done: what,
      'median ms': round(quantile(taken, 0.5), 0),
      'most ms': round(Math.max(...taken), 0),
      'main thread ms': round(quantile(main, 0.5), 0),
    });
  }
  return rows;
}

interface Act {
  readonly what: string;
  readonly before?: () => Promise<void>;
  readonly act: () => Promise<void>;
  /** An expression that tells what the page shows, and changes with it. */
  readonly shown: string;
  readonly after?: () => Promise<void>;
}

const headOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Examples' }).getByRole('button', { name, exact: true }).first();

const headsText = `[...document.querySelectorAll('[aria-label="Examples"] th')].map((head) => head.getAttribute('aria-sort')).join()`;
const statusText = `[...document.querySelectorAll('[role="status"]')].map((status) => status.textContent).join()`;

const untilChanged = (shown: string, was: unknown): string => `new Promise((resolve) => {
  let from = 0;
  const begin = (event) => { from ||= event.timeStamp; };
  for (const kind of ['click', 'keydown']) addEventListener(kind, begin, { capture: true, once: true });
  const observer = new MutationObserver(() => {
    if (from === 0 || (${shown}) === ${JSON.stringify(was)}) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
})`;
