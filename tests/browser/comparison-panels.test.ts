import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage();
let visitor: Visitor;

const RUNS = ['alpha', 'beta', 'gamma'];
const HOSTILE = '<img src=x onerror="document.title=1">';
const TEXT = `# Findings\n\nThe loss is $L = x^2$.\n\n[bad](javascript:alert(1)) ${HOSTILE} ![far](https://example.org/x.png)`;

const chart = (spec: unknown, data: object = { summary: ['loss'] }) => ({
  definition: '',
  spec: typeof spec === 'string' ? spec : JSON.stringify(spec),
  data,
});
const vega = (parts: object) => ({
  $schema: 'https://vega.github.io/schema/vega/v6.json',
  ...parts,
});

/** Panels of a manual workspace, by their titles. */
const PANELS = {
  Comparer: { type: 'run-comparer' },
  Code: { type: 'code-comparer', settings: { runs: RUNS } },
  Seen: { type: 'media', settings: { keys: ['samples/seen'] } },
  Grid: {
    type: 'media',
    settings: { keys: ['samples/seen'], axes: { rows: 'run', columns: 'step' }, axisSteps: 2 },
  },
  'Every step': {
    type: 'table',
    settings: {
      key: 'predictions',
      allSteps: true,
      computed: [{ title: 'twice', expression: 'score * 2' }],
    },
  },
  Many: { type: 'media', settings: { keys: ['samples/many'], maxItems: 4 } },
  Synced: { type: 'media', settings: { keys: ['samples/seen'], isSynced: true } },
  'Synced too': { type: 'media', settings: { keys: ['page'], isSynced: true, maxItems: 1 } },
  Tables: { type: 'table', settings: { key: 'predictions' } },
  Text: { type: 'markdown', settings: { text: TEXT } },
  Bars: {
    type: 'custom-chart',
    settings: chart({
      mark: 'bar',
      encoding: { x: { field: 'name' }, y: { field: 'loss', type: 'quantitative' } },
    }),
  },
  'No JSON': { type: 'custom-chart', settings: chart('{"mark": 1,, }') },
  'No signal': {
    type: 'custom-chart',
    settings: chart(
      vega({ marks: [{ type: 'symbol', encode: { update: { x: { signal: 'nowhere + 1' } } } }] }),
    ),
  },
  Loads: {
    type: 'custom-chart',
    settings: chart({ data: { url: 'https://example.org/secret.json' }, mark: 'point' }),
  },
  Evil: {
    type: 'custom-chart',
    settings: chart(
      vega({
        signals: [
          { name: 'one', update: "event.view.parent.document.title = 'owned'" },
          { name: 'two', update: "constructor.constructor('return 1')()" },
        ],
      }),
    ),
  },
  'Nothing there': { type: 'table', settings: { key: 'none such' } },
};

beforeAll(async () => {
  for (const run of RUNS) {
    expect(await stage.machine.run('comparison.py', { args: ['cmp', run] })).toMatchObject({
      code: 0,
    });
  }
  visitor = await signIn(stage);
  // What a hostile page in its frame meets when it reaches for ours.
  visitor.expectProblem(/SecurityError: .* from accessing a cross-origin frame/);
}, 300_000);
afterAll(() => visitor.close());

const panel = (title: string) =>
  visitor.page.getByRole('region', { name: title, exact: true }).first();

/** Shows one panel over the whole window. */
async function full(title: keyof typeof PANELS): Promise<Locator> {
  const id = `own/${Object.keys(PANELS).indexOf(title)}`;
  await visitor.page.goto(`${stage.server.url}/admin/cmp?panel=${encodeURIComponent(id)}`);
  const dialog = visitor.page.getByRole('dialog');
  await dialog.waitFor();
  return dialog;
}

async function expectNoProblems(): Promise<void> {
  expect(await visitor.findAccessibilityProblems()).toEqual([]);
  // A page that a run logged tries to reach ours, and is refused.
  expect(
    visitor.problems.filter((problem) => !/origin "null" from accessing/.test(problem)),
  ).toEqual([]);
}

describe.sequential('panels that compare runs', () => {
  it('come by themselves for media, tables and charts that runs logged', async () => {
    await visitor.page.goto(`${stage.server.url}/admin/cmp`);
    await panel('bars').getByText('6 rows').waitFor();
    await panel('bars').frameLocator('iframe').locator('canvas').waitFor();
    await panel('curve').frameLocator('iframe').locator('canvas').waitFor();
    await panel('confusion').frameLocator('iframe').locator('canvas').waitFor();
    await visitor.screenshot('logged-panels');
    await visitor.page.getByLabel('Search metrics').fill('^roc$|^samples/seen$');
    await panel('roc').frameLocator('iframe').locator('canvas').waitFor();
    await panel('samples/seen').getByText('alpha at 2').waitFor();
    expect(await visitor.page.title()).not.toMatch(/^(?:1|owned)$/);
    await expectNoProblems();
  });

  it('can be added, each with its form', async () => {
    const spec = {
      version: 1,
      board: {
        mode: 'manual',
        sections: [{ id: 'own:all', title: 'All', columns: 1, height: 420 }],
        order: ['own:all'],
        panels: Object.entries(PANELS).map(([title, entry], index) => ({
          id: `own/${index}`,
          section: 'own:all',
          title,
          ...entry,
        })),
      },
    };
    const path = '/api/v1/projects/admin/cmp/workspace';
    // An open page would save its own state over what is put there.
    await visitor.page.goto('about:blank');
    const { version } = JSON.parse((await stage.api.send('GET', path)).text);
    expect(await stage.api.send('PUT', path, { spec, base: version })).toMatchObject({
      status: 200,
    });
    await visitor.page.goto(`${stage.server.url}/admin/cmp`);
    await panel('Comparer').getByRole('table').waitFor();
    await visitor.page.getByRole('button', { name: 'Add a panel to All' }).click();
    await visitor.page.getByRole('button', { name: 'Other panels' }).click();
    const types = visitor.page.getByRole('dialog');
    for (const name of [
      'Run comparer',
      'Code comparer',
      'Media',
      'Tables of runs',
      'Custom chart',
      'Text',
    ]) {
      await types.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
    }
    await types.getByRole('button', { name: /^Custom chart/ }).click();
    const form = visitor.page.getByRole('complementary', { name: /Settings of/ });
    await visitor.page.getByLabel('Search metrics').fill('^Custom chart$');
    await form.getByLabel('Summary').fill('loss');
    await form.getByLabel('Chart', { exact: true }).selectOption({ label: 'Bars' });
    await form.getByLabel('label', { exact: true }).selectOption('name');
    await form.getByLabel('value', { exact: true }).selectOption('loss');
    await panel('Custom chart').frameLocator('iframe').locator('canvas').waitFor();
    await visitor.page.getByRole('button', { name: 'Undo' }).click();
    await expectNoProblems();
  });
});

describe.sequential('the run comparer', () => {
  it('shows every key of each run, and only those that differ when asked', async () => {
    const dialog = await full('Comparer');
    const table = dialog.getByRole('table');
    const row = (name: string) =>
      table
        .getByRole('row')
        .filter({ has: visitor.page.getByRole('rowheader', { name, exact: true }) });
    await row('lr').getByText('+0.016667 · +50 %').waitFor();
    await row('many/5').waitFor();
    await dialog.getByLabel('Only differences').check();
    await row('many/5').waitFor({ state: 'detached' });
    await row('only gamma').waitFor();
    // Losses are better when lower: gamma, the first run listed, has the highest.
    expect(
      await row('loss')
        .getByText(/^−0\.2/)
        .getAttribute('class'),
    ).toContain('better');
    await visitor.screenshot('run-comparer');
    await expectNoProblems();
  });

  it('folds what is nested, and finds keys by expression', async () => {
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^model/ }).click();
    await dialog.getByRole('rowheader', { name: 'width' }).waitFor({ state: 'detached' });
    await dialog.getByLabel('Search keys').fill('model.*width$');
    await dialog.getByLabel('Regular expression').click();
    await dialog.getByRole('rowheader', { name: 'width' }).waitFor();
    await dialog.getByText('1 key', { exact: true }).waitFor();
    await dialog.getByLabel('Search keys').fill('nowhere');
    await dialog.getByText('Nothing that differs is called “nowhere”.').waitFor();
  });
});

describe.sequential('the code comparer', () => {
  it('shows what differs line by line, side by side or unified', async () => {
    const dialog = await full('Code');
    await dialog.getByRole('button', { name: /^train\.py/ }).click();
    const pair = dialog.getByRole('region', { name: 'train.py of alpha and beta' });
    await pair.getByText("print('alpha')").waitFor();
    await pair.getByText("print('beta')").waitFor();
    await pair.getByText('+1', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Unified' }).click();
    await pair.getByText("print('beta')").waitFor();
    await visitor.screenshot('code-comparer');
    await expectNoProblems();
  });

  it('shows files of artifacts and uncommitted changes, and says who saved no code', async () => {
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^model\.py/ }).click();
    await dialog
      .getByRole('region', { name: 'model.py of alpha and beta' })
      .getByText('def train(lr):')
      .waitFor();
    await dialog.getByRole('button', { name: /^Uncommitted changes/ }).click();
    await dialog.getByText("+print('beta')").first().waitFor();
    await dialog.getByText('gamma saved no code.').waitFor();
  });
});

describe.sequential('the media browser', () => {
  it('shows runs at one step, hides classes, and snaps to what was logged', async () => {
    const dialog = await full('Seen');
    await dialog.getByText('alpha at 2').waitFor();
    await dialog.getByText('cat 0.9').first().waitFor();
    await dialog
      .getByRole('group', { name: 'truth (boxes)' })
      .getByRole('button', { name: 'cat' })
      .click();
    await dialog.getByText('cat 0.9').first().waitFor({ state: 'detached' });
    await dialog.getByLabel('Step', { exact: true }).focus();
    await visitor.page.keyboard.press('ArrowLeft');
    await dialog.getByText('beta at 1').waitFor();
    await visitor.screenshot('media-browser');
    await expectNoProblems();
  });

  it('compares single images of other runs and steps', async () => {
    const dialog = visitor.page.getByRole('dialog');
    await dialog
      .getByRole('region', { name: 'alpha' })
      .getByRole('button', { name: 'Compare this one' })
      .click();
    await dialog
      .getByRole('region', { name: 'beta' })
      .getByRole('button', { name: 'Compare this one' })
      .click();
    await dialog.getByRole('button', { name: 'Compare 2' }).click();
    const second = dialog.getByRole('region', { name: 'Compared 2' });
    await second.getByText('beta at 1').waitFor();
    await second.getByLabel('Step').selectOption({ index: 1 });
    await second.getByText('beta at 0').waitFor();
    await visitor.screenshot('media-compared');
    await expectNoProblems();
  });

  it('stands in a grid of runs and steps, or whatever the reader puts on its axes', async () => {
    const dialog = await full('Grid');
    const row = dialog.getByRole('row').filter({ hasText: 'alpha' }).first();
    await row.getByText('alpha at 1').waitFor();
    await row.getByText('alpha at 2').waitFor();
    expect(await row.getByText('alpha at 0').count()).toBe(0);
    await dialog.getByRole('columnheader', { name: 'Step 2' }).waitFor();
    await dialog.getByRole('rowheader', { name: 'beta' }).waitFor();
    await inTheDark(visitor, 'media-grid');
    await dialog.getByRole('button', { name: 'Step before' }).click();
    await row.getByText('alpha at 0').waitFor();
    await expectNoProblems();
  });

  it('counts what it does not show', async () => {
    const dialog = await full('Many');
    await dialog.getByRole('button', { name: '8 more' }).first().click();
    await dialog.getByRole('button', { name: '8 more' }).first().waitFor({ state: 'detached' });
    await expectNoProblems();
  });

  it('moves with other panels over the same key when asked', async () => {
    await visitor.page.goto(`${stage.server.url}/admin/cmp`);
    await visitor.page.getByLabel('Search metrics').fill('^Synced');
    await panel('Synced').getByText('alpha at 2').waitFor();
    await panel('Synced too').getByRole('button', { name: 'Step before' }).click();
    await panel('Synced').getByText('alpha at 1').waitFor();
    await visitor.page.getByRole('button', { name: 'Undo' }).click();
    await panel('Synced').getByText('alpha at 2').waitFor();
  });
});

describe.sequential('tables of several runs', () => {
  it('stand below each other, are filtered, sorted and grouped', async () => {
    const dialog = await full('Tables');
    await dialog.getByText('450 rows').waitFor();
    await dialog.getByLabel('Filter id').fill('>= 99');
    await dialog.getByText('153 of 450 rows').waitFor();
    await dialog.getByRole('button', { name: 'score' }).click();
    await dialog.getByLabel('Group by').selectOption('Run');
    await dialog.getByRole('columnheader', { name: /mean of score/ }).waitFor();
    await dialog.getByText('3 groups').waitFor();
    await dialog.getByLabel('Group by').selectOption({ label: 'nothing' });
    await visitor.screenshot('tables-of-runs');
    await expectNoProblems();
  });

  it('or side by side by a column, at the step of the slider', async () => {
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByLabel('Runs').selectOption('join');
    await dialog.getByText('200 rows').waitFor();
    await dialog.getByRole('columnheader', { name: 'score of beta' }).first().waitFor();
    const first = dialog.getByRole('row').nth(2);
    const before = await first.textContent();
    await dialog.getByRole('button', { name: 'Step before' }).click();
    await waitFor(async () => (await first.textContent()) !== before, {
      until: 'the rows are those of the step before',
    });
    await expectNoProblems();
  });

  it('have rows of every step, and columns computed from others', async () => {
    const dialog = await full('Every step');
    await dialog.getByText('1,350 rows').waitFor();
    await dialog.getByRole('columnheader', { name: 'twice' }).waitFor();
    await dialog.getByLabel('Filter Step').fill('=1');
    await dialog.getByText('450 of 1,350 rows').waitFor();
    await dialog.getByLabel('Group by').selectOption('Step');
    await dialog.getByRole('columnheader', { name: /mean of twice/ }).waitFor();
    await inTheDark(visitor, 'tables-every-step');
    await expectNoProblems();
  });

  it('say when no run has one', async () => {
    const dialog = await full('Nothing there');
    await dialog.getByText('No shown run has a table called “none such” here.').waitFor();
  });
});

describe.sequential('custom charts and texts that somebody else wrote', () => {
  it('draw what they say, in a frame that reaches nothing', async () => {
    const dialog = await full('Bars');
    const frame = dialog.locator('iframe');
    await frame.contentFrame().locator('canvas').waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('allow-scripts');
    await visitor.screenshot('custom-chart');
    await expectNoProblems();
  });

  it('say what is wrong with them, and the page stands', async () => {
    await (await full('No JSON')).getByText(/no valid JSON: .*line 1, column/).waitFor();
    await (await full('No signal')).getByText(/can’t be drawn: .*nowhere/).waitFor();
    await (await full('Loads'))
      .getByText(/Data from an address is not loaded|1 note/)
      .first()
      .waitFor();
    await (await full('Evil')).getByText(/can’t be drawn/).waitFor();
    expect(await visitor.page.title()).not.toBe('owned');
    await expectNoProblems();
  });

  it('are texts whose links and pictures are harmless', async () => {
    const dialog = await full('Text');
    await dialog.getByRole('heading', { name: 'Findings' }).waitFor();
    await dialog.locator('math').first().waitFor();
    expect(await dialog.locator('img').count()).toBe(0);
    expect(await dialog.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await dialog.getByRole('link', { name: 'far' }).getAttribute('href')).toBe(
      'https://example.org/x.png',
    );
    await dialog.getByText('Findings').dblclick();
    await dialog.getByLabel('Text in Markdown').fill('**Changed**');
    await visitor.page.keyboard.press('Control+Enter');
    await dialog.getByText('Changed').waitFor();
    await visitor.screenshot('text-panel');
    await expectNoProblems();
  });
});
