import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { evaluationId, writeEvaluation } from '../support/evaluation-wire.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer } from '../support/weave.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();
const PLACE = 'weavers/corpus';
/** Each would leave its mark if anything took it for more than a text. */
const CORPUS: Readonly<Record<string, string>> = {
  script: `<script>window.harmed = 1</script>`,
  image: `<img src=x onerror="window.harmed = 2">`,
  svg: `<svg onload="window.harmed = 3"><a xlink:href="javascript:window.harmed=4"><text>x</text></a></svg>`,
  closing: `"'></textarea></title></style></script><script>window.harmed = 5</script>`,
  link: `[x](javascript:window.harmed=6) javascript:window.harmed=6`,
  picture: `![x](data:text/html,<script>window.harmed=7</script>) data:text/html,<script>harmed=7</script>`,
  template:
    '{{constructor.constructor("window.harmed=8")()}} ${window.harmed=8} <%= 8 %> {{7*7}} #{8}',
  direction: 'abc\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200b\ufeff',
  control: 'a\u0001b\u0007c\u001b[31md\u009fe\u007f',
  prototype: '__proto__',
  long: 'x'.repeat(10_000),
};
const BODIES = Object.values(CORPUS).join('\n\n');
let visitor: Visitor;

const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const { status, text } = await stage.api.send(method, path, body);
  expect(status, `${method} ${path} ${text.slice(0, 500)}`).toBeLessThan(300);
  return text === '' ? null : JSON.parse(text);
};
const api = (method: string, path: string, body?: unknown) => send(method, `/api/v1${path}`, body);
/** Names have a bound nearly everywhere. */
const short = (text: string, length = 120) => text.slice(0, length);

async function logRuns(): Promise<void> {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  for (const [name, text] of Object.entries(CORPUS)) {
    const answer = await wire.graphql(
      `mutation UpsertBucket($name: String, $displayName: String, $notes: String, $tags: [String!],
          $groupName: String, $jobType: String, $config: JSONString) {
        upsertBucket(input: {name: $name, modelName: "corpus", entityName: "weavers",
          displayName: $displayName, notes: $notes, tags: $tags, groupName: $groupName,
          jobType: $jobType, config: $config}) { bucket { id } } }`,
      {
        name,
        displayName: short(text),
        notes: text,
        tags: [short(text, 60)],
        groupName: short(text),
        jobType: short(text),
        // By hand: as a member of an object, `__proto__` would be its prototype.
        config: `{${JSON.stringify(short(text))}: {"value": ${JSON.stringify(text)}}}`,
      },
    );
    expect(answer.text).not.toContain('errors');
    const address = { entity: 'weavers', project: 'corpus', run: name };
    const row = `{"_step": 0, ${JSON.stringify(short(text))}: 1}`;
    expect((await wire.postRows(address, 0, [row])).status).toBe(200);
    await wire.post(address, {
      files: { 'output.log': { offset: 0, content: [`ERROR ${short(text, 2_000)}`] } },
    });
    const alert = await wire.graphql(
      `mutation N($run: String!, $title: String!, $text: String!) {
        notifyScriptableRunAlert(input: {entityName: "weavers", projectName: "corpus", runName: $run,
          title: $title, text: $text, severity: ERROR, waitDuration: 0}) { success } }`,
      { run: name, title: short(text), text },
    );
    expect(alert.text).toContain('success');
    await wire.post(address, { files: {}, complete: true, exitcode: 1 });
  }
}

async function logCalls(): Promise<void> {
  const at = new Date().toISOString();
  const batch = Object.entries(CORPUS).map(([name, text]) => ({
    project_id: PLACE,
    id: `call-${name}`,
    trace_id: `trace-${name}`,
    op_name: short(text),
    display_name: short(text),
    started_at: at,
    ended_at: at,
    attributes: { [short(text)]: text },
    inputs: { [short(text)]: text, messages: [{ role: 'user', content: text }] },
    output: { choices: [{ message: { role: 'assistant', content: text } }] },
    summary: {},
    exception: text,
  }));
  await send('POST', `/traces/v2/${PLACE}/calls/complete`, { batch });
  for (const [name, text] of Object.entries(CORPUS)) {
    const base = { project_id: PLACE };
    const val = { _type: 'Dataset', _class_name: 'Dataset', _bases: ['Object', 'BaseModel'] };
    await send('POST', '/traces/obj/create', {
      obj: {
        ...base,
        object_id: `thing-${name}`,
        val: { ...val, name: short(text), description: text, rows: [{ [short(text)]: text }] },
      },
    });
  }
}

/** Evaluations whose names, scorers, examples and outputs are hostile, as Weave's clients write them. */
async function logEvaluations(): Promise<void> {
  const traces = createTraceServer(stage.server);
  for (const [index, [, text]] of Object.entries(CORPUS).entries()) {
    await writeEvaluation(traces, PLACE, {
      id: evaluationId(index + 1),
      name: short(text),
      model: 'asker',
      rows: 2,
      example: () => ({ [short(text)]: text, question: text }),
      trial: (row) => ({
        output: { answer: text, [short(text)]: text },
        scores: { [short(text)]: { [short(text)]: row, passes: row === 0 } },
        ...(row === 1 ? { exception: text } : {}),
      }),
    });
  }
}

/** Prompts, scorers, webhooks, chat channels, queues for annotators and secrets. */
async function writeTools(): Promise<readonly string[]> {
  const pages: string[] = [];
  for (const [name, text] of Object.entries(CORPUS)) {
    await api('POST', `/projects/${PLACE}/prompts/prompt-${name}/versions`, {
      kind: 'MessagesPrompt',
      messages: [{ role: short(text, 60), content: `${text} {${short(text, 20)}}` }],
      description: short(text),
    });
    await send('POST', '/traces/obj/create', {
      obj: {
        project_id: PLACE,
        object_id: `scorer-${name}`,
        val: {
          _type: 'LLMAsAJudgeScorer',
          _class_name: 'LLMAsAJudgeScorer',
          _bases: ['Scorer', 'Object', 'BaseModel'],
          name: short(text),
          description: short(text),
          scoring_prompt: text,
        },
      },
    });
    // Those of the team stand in the forms of its automations, one's own among the settings.
    for (const entity of ['weavers', 'admin']) {
      await api('POST', `/entities/${entity}/integrations`, {
        kind: 'webhook',
        name: short(text, 60),
        url: `https://hooks.example.org/${encodeURIComponent(short(text, 60))}`,
      });
      await api('POST', `/entities/${entity}/integrations`, {
        kind: 'channel',
        workspace: short(text, 60),
        channel: short(text, 60),
        url: 'https://hooks.example.org/services/x',
      });
    }
    const queue = (await api('POST', `/projects/${PLACE}/annotation-queues`, {
      name: short(text),
      description: text,
      fields: [
        { title: short(text), description: text, value: { kind: 'boolean' } },
        {
          title: `${short(text, 60)} of`,
          value: { kind: 'choice', choices: [short(text, 60), 'plain'] },
        },
      ],
    })) as { id: string };
    if (['script', 'closing'].includes(name)) {
      await api('POST', `/projects/${PLACE}/annotation-queues/${queue.id}/items`, {
        ids: [`call-${name}`],
      });
      pages.push(`/${PLACE}/weave/annotations/${queue.id}`);
      pages.push(`/${PLACE}/weave/annotations/${queue.id}/results`);
    }
    // Names of teams and projects are plain: what is not is refused, and shown nowhere.
    const made = await stage.api.send('POST', '/api/v1/teams', {
      organization: 'mill',
      name: text,
    });
    expect(made.status, made.text).toBe(name === 'prototype' ? 201 : 400);
  }
  return pages;
}

/** Things of which each has a name and words of its own; addresses of their pages. */
async function writeThings(): Promise<readonly string[]> {
  const pages: string[] = [];
  for (const [name, text] of Object.entries(CORPUS)) {
    await api('PUT', `/admin/users/person-${name}`, {
      displayName: short(text),
      email: `${name}@example.org`,
    });
    await api('PUT', `/admin/organizations/mill/teams/weavers/members/person-${name}`, {
      role: 'viewer',
    });
    const report = (await api('POST', `/projects/${PLACE}/reports`, {
      title: short(text),
      description: short(text),
      markdown: BODIES,
    })) as { id: string };
    await api('POST', `/reports/${report.id}/comments`, {
      thread: 'a'.repeat(12),
      block: null,
      quote: short(text),
      body: text,
    });
    if (name === 'image') pages.push(`/${PLACE}/reports/x--${report.id}`);
    await api('POST', `/projects/${PLACE}/views`, {
      name: short(text),
      kind: 'workspace',
      spec: { version: 1 },
    });
    await api('POST', `/projects/${PLACE}/monitors`, {
      // Monitors have plain names.
      name: `monitor-${name}`,
      spec: {
        filter: '',
        scorers: [
          { kind: 'contains', name: 'good', expected: { from: 'text', text: short(text) } },
        ],
      },
    });
    await api('POST', `/projects/${PLACE}/automations`, {
      name: short(text),
      description: short(text),
      eventType: 'MONITOR_ALARM',
      eventFilter: JSON.stringify({ monitor: `monitor-${name}` }),
      action: { type: 'NO_OP' },
    });
  }
  return pages;
}

beforeAll(async () => {
  await api('PUT', '/admin/organizations/mill', {});
  await api('PUT', '/admin/organizations/mill/teams/weavers', {});
  await api('PUT', `/projects/${PLACE}`, { description: BODIES.slice(0, 5_000) });
  await logRuns();
  await logCalls();
  await logEvaluations();
  const { code, output } = await stage.machine.run('hostile_artifacts.py', {
    args: ['corpus', JSON.stringify(CORPUS)],
  });
  expect(code, output).toBe(0);
}, 300_000);
afterAll(() => visitor?.close());

it('nothing that people write is ever more than a text, wherever it is shown', async () => {
  const own = [...(await writeThings()), ...(await writeTools())];
  visitor = await signIn(stage);
  const { page } = visitor;
  const of = (path: string) => `/${PLACE}${path}`;
  const pages = [
    '/',
    '/weavers',
    '/weavers?tab=members',
    '/weavers?tab=activity',
    of(''),
    of('/settings'),
    of('/reports'),
    ...own,
    ...Object.keys(CORPUS).map((name) => of(`/runs/${name}`)),
    of('/runs/image/logs'),
    of('/weave'),
    ...Object.keys(CORPUS).map((name) => of(`/weave/calls/call-${name}`)),
    of('/weave/datasets'),
    of('/weave/datasets/thing-image'),
    of('/weave/objects'),
    of('/weave/monitors'),
    of('/weave/evaluations'),
    ...Object.keys(CORPUS).map((_, index) => of(`/weave/evaluations/${evaluationId(index + 1)}`)),
    of('/weave/prompts'),
    of('/weave/prompts/prompt-script'),
    of('/weave/prompts/prompt-closing'),
    of('/weave/objects/scorer-closing/versions/v0'),
    of('/weave/annotations'),
    of('/artifacts'),
    ...['script', 'closing', 'template', 'control'].flatMap((name) => [
      of(`/artifacts/bundle/bundle-${name}`),
      of(`/artifacts/bundle/bundle-${name}/v0`),
      of(`/artifacts/bundle/bundle-${name}/v0/metadata`),
      of(`/artifacts/bundle/bundle-${name}/v0/files`),
    ]),
    of('/runs/maker/artifacts'),
    of('/automations'),
    '/weavers?tab=automations',
    '/weavers?tab=settings',
    '/notifications',
    '/search?q=harmed',
    '/search?q=%3Cscript%3Ewindow.harmed%20%3D%201',
    '/settings',
    '/settings/people',
    '/settings/audit',
    '/orgs/mill',
    '/__proto__',
  ];
  const faults: string[] = [];
  const empty: string[] = [];
  for (const path of pages) {
    await page.goto(`${stage.server.url}${path}`);
    await page.locator('main').first().waitFor();
    // Pages that are watched have a stream open: the network never rests.
    await page.waitForTimeout(1_200);
    const harm = (await page.evaluate(
      `[window.harmed, document.querySelectorAll('img[src="x"], script:not([src]):not([nonce])').length,
        [...document.querySelectorAll('a[href]')]
          .filter(({ protocol }) => !['http:', 'https:', 'mailto:'].includes(protocol)).length,
        document.documentElement.scrollWidth - window.innerWidth, Object.prototype.value]`,
    )) as unknown[];
    if (JSON.stringify(harm) !== '[null,0,0,0,null]')
      faults.push(`${path} ${JSON.stringify(harm)}`);
    if (!(await page.locator('body').textContent())?.includes('harmed')) empty.push(path);
    const problems = visitor.takeProblems().filter((one) => !/404/.test(one));
    faults.push(...problems.map((problem) => `${path} ${problem}`));
  }
  expect(faults).toEqual([]);
  // The test would prove nothing of a page that shows none of it. These name things by plain names.
  const plain =
    /\/(settings|audit|datasets|thing-image|objects|monitors|evaluations|prompts|artifacts|bundle-\w+|__proto__)$/;
  // Texts that are odd without doing harm; evaluations are numbered in the order of the corpus.
  const named = /(direction|control|prototype|long|\/0{31}[89ab])(\/v0.*)?$/;
  expect(empty.filter((path) => !plain.test(path) && !named.test(path))).toEqual([]);
}, 400_000);
