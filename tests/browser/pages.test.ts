import { afterAll, beforeAll, expect, it } from 'vitest';
import { initialScripts, MOST_INITIAL_BYTES } from '../../scripts/initial-scripts.ts';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { setStage } from '../support/stage.ts';
import { createWire } from '../support/wire.ts';

const MOST_PAGES = 60;
const ENTITY = 'admin';
const PROJECT = 'every-page';

const stage = setStage();
let visitor: Visitor;

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const [first, ...others] = sweepRuns(14, 60);
  if (first === undefined) throw new Error('There is no run.');
  await makeRuns(wire, { entity: ENTITY, project: PROJECT }, [
    { ...first, isRunning: true },
    ...others,
  ]);
  visitor = await openVisitor();
});
afterAll(async () => {
  await visitor.close();
});

/** The kind of page that an address is of: names are all the same to it. */
const kindOf = (path: string): string =>
  path.replace(/\/runs\/[^/]+/, '/runs/:run').replace(/\/(artifacts|automations)\/.+/, '/$1/:name');

/** Paths of this server that the page links to. */
async function links(): Promise<readonly string[]> {
  const hrefs = (await visitor.page.evaluate(
    `[...document.querySelectorAll('a[href]')].map((link) => link.href)`,
  )) as string[];
  return hrefs
    .map((href) => new URL(href))
    .filter(({ origin, pathname }) => origin === stage.server.url && !pathname.includes('/api/'))
    .map(({ pathname }) => pathname.replace(/\/$/, '') || '/');
}

async function look(path: string, scheme: 'light' | 'dark'): Promise<readonly string[]> {
  const { page } = visitor;
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(`${stage.server.url}${path}`);
  await page.locator('main').first().waitFor();
  // Pages that are watched have a stream open: the network never rests.
  await page.waitForTimeout(1500);
  const found = await visitor.findAccessibilityProblems('all');
  return found.map((problem) => `${path} (${scheme}): ${problem}`);
}

it('no page that can be reached has a violation that axe finds, or an error in its console', async () => {
  const { page } = visitor;
  const signIn = /http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0] ?? '';
  const violations = [...(await look('/signin', 'light')), ...(await look('/signin', 'dark'))];
  await page.goto(signIn);
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
  const known = new Set<string>(['/signin']);
  const waiting = ['/', `/${ENTITY}/${PROJECT}`, '/nobody/nothing'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path);
    if (known.has(kind)) continue;
    known.add(kind);
    violations.push(...(await look(path, 'light')), ...(await look(path, 'dark')));
    waiting.push(...(await links()));
    expect(known.size, `more kinds of pages than expected: ${[...known]}`).toBeLessThan(MOST_PAGES);
  }
  expect(violations).toEqual([]);
  expect(known.size).toBeGreaterThan(10);
  const missing = ['answer 404', 'console: Failed to load resource'];
  expect(visitor.problems.filter((one) => !missing.some((word) => one.startsWith(word)))).toEqual(
    [],
  );
}, 600_000);

it('a workspace is drawn after at most 350 kB of scripts', () => {
  const dist = new URL('../../packages/web/dist', import.meta.url).pathname;
  const { gzipBytes } = initialScripts(dist, 'workspace');
  expect(gzipBytes).toBeLessThanOrEqual(MOST_INITIAL_BYTES);
});
