import { describe, expect, it } from 'vitest';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { setTracesStory, TRACES } from '../support/traces-story.ts';
import { createTraceServer } from '../support/weave.ts';

const story = setTracesStory();
const { stage, open, table } = story;

describe.sequential('someone who looks into a trace', () => {
  it('reads a trace: tree, time line, flame graph, chat, and goes on by keyboard', async () => {
    const page = await open(TRACES);
    await table().getByRole('link', { name: 'assistant' }).last().click();
    const tree = page.getByRole('tree', { name: 'Calls of the trace' });
    await tree.getByRole('treeitem', { name: /summarise/ }).waitFor();
    expect(await tree.getByRole('treeitem').count()).toBe(4);
    await tree.getByRole('treeitem', { name: /chat/ }).click();
    await page
      .getByRole('region', { name: 'Inputs as chat' })
      .getByText('You know cities.')
      .waitFor();
    await page.getByRole('region', { name: 'Output as chat' }).getByText('Paris').waitFor();
    await inTheDark(story.visitor, 'trace');
    await expectNoProblems(story.visitor);
    await tree.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'summarise' }).waitFor();
    await page.getByRole('button', { name: 'Code' }).click();
    await page.getByText('# It was ten once.').waitFor();
    await page.getByRole('button', { name: /^Changes since v0/ }).click();
    await page
      .getByText(/return text\[:/)
      .first()
      .waitFor();
    await expectNoProblems(story.visitor);
    await page.getByRole('button', { name: 'Summary' }).click();
    await page.getByText('Own latency').waitFor();
    await page.getByRole('button', { name: 'Timeline' }).click();
    await page.getByRole('button', { name: 'Flame graph' }).click();
    await page.getByRole('application', { name: 'Flame graph' }).waitFor();
    await story.visitor.screenshot('trace-flame');
    await expectNoProblems(story.visitor);
  });

  it('goes to the error, whose text stays text, and says something of it', async () => {
    const page = await open(`${TRACES}?filter=${encodeURIComponent('status = "error"')}`);
    await table().getByRole('link', { name: 'assistant' }).click();
    await page.getByRole('tree').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'lookup' }).waitFor();
    await page.getByRole('region', { name: 'Exception' }).getByText('<script>').first().waitFor();
    await page.getByRole('button', { name: /^Feedback/ }).click();
    await page.getByRole('button', { name: 'React with 👎' }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('a city <b>nobody</b> knows');
    await page.getByRole('button', { name: 'Add note' }).click();
    const feedback = page.getByRole('list', { name: 'Feedback' });
    await feedback.getByText('<b>nobody</b>').waitFor();
    await expectNoProblems(story.visitor);
    await feedback.getByRole('button', { name: 'Remove the feedback' }).last().click();
    await feedback.getByText('<b>nobody</b>').waitFor({ state: 'detached' });
  });

  it('sees which agent called whom, and goes on to their calls', async () => {
    const started_at = '2026-11-25T10:00:00Z';
    const call = (id: string, parent_id: string | null, op_name: string, kind: string) => ({
      ...{ id, parent_id, op_name, started_at, project_id: 'admin/cities', trace_id: 'agents' },
      ...{ ended_at: '2026-11-25T10:00:02Z', inputs: {}, output: id, summary: {} },
      attributes: { weave: { kind } },
    });
    const batch = [
      call('ask', null, 'ask', 'agent'),
      call('one', 'ask', 'Researcher <b>', 'agent'),
      call('two', 'ask', 'Researcher <b>', 'agent'),
      call('look', 'two', 'look_up', 'tool'),
    ];
    const sent = await createTraceServer(stage.server).post('/v2/admin/cities/calls/complete', {
      batch,
    });
    expect(sent.status, sent.text).toBe(200);
    const page = await open(`${TRACES}/calls/ask`);
    await page.getByRole('button', { name: 'Graph', exact: true }).click();
    await page.getByRole('application', { name: /Graph of 3 nodes/ }).waitFor();
    await page.getByRole('button', { name: 'Agents alone' }).click();
    const graph = page.getByRole('application', { name: /Graph of 2 nodes/ });
    await graph.locator('[data-node]', { hasText: 'Researcher' }).click({ force: true });
    await page.getByText('2 calls · 4.00 s in all').waitFor();
    await inTheDark(story.visitor, 'trace-graph');
    await expectNoProblems(story.visitor);
    await page
      .getByRole('region', { name: 'Calls of Researcher <b>' })
      .getByRole('button', { name: /Researcher/ })
      .last()
      .click();
    await page.waitForURL(/calls\/two/);
    await page.getByRole('heading', { name: 'Researcher <b>' }).waitFor();
  });

  it('sees images, threads turn by turn, and use by op', async () => {
    const page = await open(TRACES);
    await table().getByRole('link', { name: 'picture' }).click();
    const image = page.getByRole('img', { name: /image\.png/ });
    await image.waitFor();
    await page.waitForFunction('document.querySelector("figure img")?.naturalWidth === 64');
    await expectNoProblems(story.visitor);
    await page.goto(`${stage.server.url}${TRACES}/threads`);
    await page.getByRole('link', { name: 'talk-1' }).click();
    await page.getByText('2 turns').waitFor();
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
    await expectNoProblems(story.visitor);
    await page.getByRole('link', { name: 'Usage' }).click();
    await page.getByRole('cell', { name: 'gpt-4o-mini' }).waitFor();
    await page.getByRole('button', { name: 'Op' }).click();
    await page.getByRole('cell', { name: 'chat' }).waitFor();
    await story.visitor.screenshot('traces-usage');
    await expectNoProblems(story.visitor);
  });

  it('goes from a training run to its traces and back', async () => {
    const page = await open('/admin/cities/runs/trained');
    await page
      .getByRole('navigation', { name: 'Parts of the run' })
      .getByRole('link', { name: 'Traces' })
      .click();
    await page.getByText('1 trace').waitFor();
    await table().getByRole('link', { name: 'assistant' }).click();
    await page.getByRole('link', { name: /^trained/ }).waitFor();
    await expectNoProblems(story.visitor);
    // As the client prints it.
    const call = new URL(page.url()).pathname.split('/').at(-1);
    await page.goto(`${stage.server.url}/admin/cities/r/call/${call}`);
    await page.getByRole('heading', { name: 'assistant' }).waitFor();
  });

  it('sets rules for calls to come, tried on a call before they hold', async () => {
    const page = await open(TRACES);
    await page
      .getByRole('navigation', { name: 'Pages about traces' })
      .getByRole('link', { name: 'Rules' })
      .click();
    await page.getByText('Nothing is redacted.').waitFor();
    await page.getByText('Its trace is kept').waitFor();
    await page.getByRole('button', { name: 'Pattern', exact: true }).click();
    const pattern = page.getByRole('textbox', { name: 'Pattern' });
    await pattern.fill('(Par');
    await page
      .getByRole('alert')
      .getByText(/can not be read/)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Save the rules' }).isDisabled()).toBe(true);
    await expectNoProblems(story.visitor);
    await pattern.fill('Par[a-z]*');
    await page
      .getByRole('region', { name: 'What would be stored' })
      .getByText('[redacted]')
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Pasted JSON' }).click();
    await page.getByRole('textbox', { name: 'JSON' }).fill('{"inputs": {"<b>": "Paris"}}');
    await page.getByText('"<b>": "[redacted]"').waitFor();
    await page.getByRole('textbox', { name: 'Traces that are kept' }).fill('50');
    await inTheDark(story.visitor, 'traces-rules');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText(/Changed by admin/).waitFor();
    await expectNoProblems(story.visitor);
    const rules = await stage.api.send('GET', '/api/v1/projects/admin/cities/call-rules');
    expect(JSON.parse(rules.text)).toMatchObject({
      redactions: [{ kind: 'pattern', pattern: 'Par[a-z]*', replacement: '[redacted]' }],
      sampleRate: 0.5,
    });
  });
});
