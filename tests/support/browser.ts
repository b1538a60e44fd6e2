import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const SCREENSHOTS = new URL('../../.cache/screenshots', import.meta.url).pathname;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium with a fresh profile and one page, which remembers everything that went wrong in it. */
export interface Visitor {
  readonly page: Page;
  /** Console errors, uncaught exceptions, reports of the content security policy, failed requests. */
  readonly problems: readonly string[];
  /** Lets a problem pass that a test provokes. */
  expectProblem(pattern: RegExp): void;
  /** What went wrong until now, forgotten: for what was meant to. */
  takeProblems(): readonly string[];
  /** Saves what is on screen as `.cache/screenshots/<name>.png`. */
  screenshot(name: string): Promise<void>;
  /** Violations that axe finds on the page, one line each: of serious or critical impact unless all are asked for. */
  findAccessibilityProblems(which?: 'grave' | 'all'): Promise<readonly string[]>;
  /**
   * No test passes over a fault of the page: whether it looked or not.
   * @throws Error that names what went wrong; answers of 4xx are left to the tests, which provoke them
   */
  close(): Promise<void>;
}

/** Answers that refuse something, and Chromium's own word on each of them. */
const REFUSED = /^answer 4\d\d: |^console: Failed to load resource: .* status of 4\d\d/;

/** Waits until what moves or changes colour has done so; what goes on for ever is not waited for. */
const AT_REST = `Promise.allSettled(
  document.getAnimations()
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map((one) => one.finished),
)`;

export async function openVisitor(): Promise<Visitor> {
  const browser = await launch();
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
  });
  const problems: string[] = [];
  const expected: RegExp[] = [REFUSED];
  page.on('console', (message) => {
    // Violations of the content security policy are told here too.
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Requests that the page itself gave up, because what they were for is no longer shown.
    if (reason !== 'net::ERR_ABORTED') problems.push(`request: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`answer ${response.status()}: ${response.url()}`);
  });
  return {
    page,
    problems,
    expectProblem: (pattern) => void expected.push(pattern),
    takeProblems: () => problems.splice(0),
    async screenshot(name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    async findAccessibilityProblems(which = 'grave') {
      // By the debugger: a script element would be refused by the page's own policy.
      const debug = await page.context().newCDPSession(page);
      await debug.send('Runtime.evaluate', { expression: axe.source });
      // Halfway through a change of colours no contrast is what it will be.
      await debug.send('Runtime.evaluate', { expression: AT_REST, awaitPromise: true });
      const found = await debug.send('Runtime.evaluate', {
        expression: `axe.run().then(({ violations }) => JSON.stringify(violations))`,
        awaitPromise: true,
        returnByValue: true,
      });
      await debug.detach();
      const violations = JSON.parse(String(found.result.value)) as axe.Result[];
      return violations
        .filter(({ impact }) => which === 'all' || impact === 'serious' || impact === 'critical')
        .map(
          ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`,
        );
    },
    async close() {
      await browser.close();
      const faults = problems.filter((problem) => !expected.some((one) => one.test(problem)));
      if (faults.length > 0) throw new Error(`The page had faults:\n${faults.join('\n')}`);
    },
  };
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: FLAGS,
  });
}
