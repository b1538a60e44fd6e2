import { describe, expect, it } from 'vitest';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { setTracesStory, TRACES } from '../support/traces-story.ts';

const story = setTracesStory('--no-run');
const { stage, open, table } = story;

describe.sequential('the traces of an application', () => {
  it('is told what to paste where there are none', async () => {
    await stage.api.send('PUT', '/api/v1/projects/admin/empty', {});
    const page = await open('/admin/empty/weave');
    await page.getByText('weave.init("admin/empty")').first().waitFor();
    await page.getByText(/OTEL_EXPORTER_OTLP_TRACES_ENDPOINT/).waitFor();
    await expectNoProblems(story.visitor);
  });

  it('finds them from the project, newest first, with what they took', async () => {
    const page = await open('/admin/cities');
    await page
      .getByRole('navigation', { name: 'Parts of the project' })
      .getByRole('link', { name: 'Traces' })
      .click();
    await page.getByText('6 traces').waitFor();
    await table().getByRole('link', { name: 'picture' }).waitFor();
    expect(await table().getByRole('link', { name: 'assistant' }).count()).toBe(4);
    await table().getByText('Error').first().waitFor();
    await page.getByRole('figure', { name: /Tokens/ }).waitFor();
    await inTheDark(story.visitor, 'traces');
    await expectNoProblems(story.visitor);
  });

  it('narrows them by text, by conditions and by what is inside', async () => {
    const page = await open(TRACES);
    await page.getByText('6 traces').waitFor();
    await page.getByRole('textbox', { name: 'Search names, inputs and output' }).fill('lyon');
    await page.getByText('1 trace', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('button', { name: 'Errors' }).click();
    await page.getByText('1 trace', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'As text' }).fill('inputs.city = "Paris');
    await page.getByText('This quote is never closed.').waitFor();
    await page.getByRole('textbox', { name: 'As text' }).fill('inputs.city in ["Paris", "Oslo"]');
    await page.keyboard.press('Enter');
    await page.getByText('2 traces').waitFor();
    await expectNoProblems(story.visitor);
    // The address says it all.
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByText('2 traces').waitFor();
  });

  it('shows columns of any path, and exports exactly what is listed', async () => {
    const page = await open(`${TRACES}?filter=${encodeURIComponent('op = "assistant"')}`);
    await page.getByText('4 traces').waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'inputs.city' }).check();
    await expectNoProblems(story.visitor);
    await page.getByRole('button', { name: 'Done' }).click();
    await table().getByRole('button', { name: 'inputs.city', exact: true }).click();
    await page.waitForURL(/sort=-inputs\.city/);
    await page.getByRole('button', { name: 'Export' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /CSV/ }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString().trim().split('\r\n');
    expect(lines[0]).toMatch(/,inputs\.city$/);
    expect(lines.slice(1).map((line) => line.split(',').at(-1))).toEqual([
      'Paris',
      'Oslo',
      'Nowhere',
      'Lyon',
    ]);
  });

  it('are compared beside each other: only what differs, against one of them, line by line', async () => {
    const page = await open(`${TRACES}?filter=${encodeURIComponent('op = "assistant"')}`);
    await page.getByText('4 traces').waitFor();
    for (const place of [0, 1, 2]) {
      await table().getByRole('checkbox', { name: 'Select assistant' }).nth(place).check();
    }
    await page.getByRole('link', { name: 'Compare' }).click();
    const compared = page.getByRole('table', { name: 'Calls side by side' });
    await compared.getByRole('rowheader', { name: 'op', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Only differences' }).check();
    await compared
      .getByRole('rowheader', { name: 'op', exact: true })
      .waitFor({ state: 'detached' });
    const city = compared.getByRole('row').filter({
      has: page.getByRole('rowheader', { name: 'city', exact: true }),
    });
    expect(await city.getByRole('cell').allInnerTexts()).toEqual(['Oslo', 'Nowhere', 'Lyon']);
    await compared
      .getByText(/^[+−].* ms · [+−].* % · ×/)
      .first()
      .waitFor();
    await inTheDark(story.visitor, 'calls-compared');
    await expectNoProblems(story.visitor);
    await compared.getByRole('button', { name: 'Leave out assistant' }).first().click();
    await page.getByRole('button', { name: 'Line by line' }).click();
    await page
      .getByText(/"Nowhere"/)
      .first()
      .waitFor();
    await expectNoProblems(story.visitor);
  });

  it('open in a view that a client published, which says what it shows otherwise', async () => {
    const page = await open(`${TRACES}/traces?view=mine`);
    await page.getByRole('button', { name: 'Questions of a client' }).waitFor();
    await page.getByText('1 call', { exact: true }).waitFor();
    await page.getByText(/finds them in any case/).waitFor();
    expect(await table().getByRole('columnheader').allInnerTexts()).toEqual([
      '',
      'Name',
      'inputs.city',
      'Status',
    ]);
    await expectNoProblems(story.visitor);
  });

  it('deletes what is chosen, and the list is shorter at once', async () => {
    const page = await open(TRACES);
    await page.getByText('6 traces').waitFor();
    await table().getByRole('checkbox', { name: 'Select picture' }).check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('5 traces').waitFor();
    await expectNoProblems(story.visitor);
  });

  it('are saved as a view with every version, and one that somebody else saved is not overwritten', async () => {
    const page = await open(TRACES);
    await page.getByText('5 traces').waitFor();
    await page.getByRole('button', { name: 'Pin Status' }).click();
    await page.getByRole('button', { name: 'Every trace' }).click();
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Cities <b>');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\?view=\d+$/);
    await page.getByRole('button', { name: 'All calls' }).click();
    await page.getByText('unsaved').waitFor();
    // The address says the view and what differs from it.
    await page.waitForURL(/\?view=\d+&calls=all$/);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved as version 2 of Cities <b>').waitFor();
    const id = new URL(page.url()).searchParams.get('view');
    const spec = { version: 1, filter: 'status = "error"', pinned: ['status'] };
    await stage.api.send('PUT', `/api/v1/views/${id}`, { spec, base: 2 });
    await page.getByRole('button', { name: 'Hide the plots' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/saved this view after you opened it \(version 3\)/).waitFor();
    await page.getByText('How theirs differs from yours').click();
    await page.getByText(/^Listed:/).waitFor();
    await inTheDark(story.visitor, 'traces-view');
    const others = story.visitor.problems.filter((problem) => !problem.includes('409'));
    expect(others).toEqual([]);
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByText('1 trace', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Cities/ }).click();
    await page.getByRole('menuitem', { name: 'Versions…' }).click();
    await page.getByText('Version 3').waitFor();
    await story.visitor.screenshot('traces-view-versions');
    await page.getByRole('listitem').filter({ hasText: 'Version 1' }).getByRole('button').click();
    await page.getByText('5 traces').waitFor();
    await page.getByText('unsaved').waitFor();
    await open(`${TRACES}?view=nothing`);
    await page
      .getByRole('alert')
      .getByText(/can’t be shown/)
      .waitFor();
  });
});
