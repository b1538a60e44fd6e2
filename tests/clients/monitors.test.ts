import { MonitorList, MonitorScores, type MonitorView } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatProviders, startChatProviders } from '../support/chat-providers.ts';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { createTraceServer, weaveEnvironment } from '../support/weave.ts';

const PATH = '/projects/admin/watched';
let server: TestServer;
let machine: ClientMachine;
let providers: ChatProviders;

async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return JSON.parse(text);
}

/** Does things one after the other in one process of the real client. */
async function client(...steps: readonly string[]): Promise<string> {
  const { code, output } = await machine.run('monitors.py', {
    args: ['admin/watched', ...steps],
    env: weaveEnvironment(machine),
  });
  expect(code, output).toBe(0);
  return output;
}

async function theMonitor(): Promise<MonitorView> {
  const { monitors } = MonitorList.parse(await send('GET', `${PATH}/monitors`));
  const [monitor, ...others] = monitors;
  expect(others).toEqual([]);
  if (monitor === undefined) throw new Error('There is no monitor.');
  return monitor;
}

const scored = (count: number): Promise<MonitorView> =>
  waitFor(
    async () => {
      const monitor = await theMonitor();
      const { scored: done, failed } = monitor.counts;
      return done + failed >= count && monitor;
    },
    { until: `${count} calls are scored` },
  );

beforeAll(async () => {
  providers = await startChatProviders();
  server = await TestServer.start({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  machine = await createClientMachine(server);
  await send('PUT', PATH, {});
  await send('PUT', '/entities/admin/model-providers/near', {
    interface: 'openai',
    baseUrl: `${providers.url}/v1`,
  });
}, 120_000);
afterAll(async () => {
  await machine?.dispose();
  await server?.stop();
  await providers?.close();
});

describe('a monitor that a client activates', () => {
  it('is carried out: its judges score the calls it means, what is Python code is said not to run', async () => {
    const output = await client('activate', 'call', 'read');
    expect(output).toContain('READ True 1.0');
    const monitor = await scored(4);
    expect(monitor).toMatchObject({
      name: 'answers',
      isActive: true,
      createdBy: 'admin',
      ref: /REF (\S+)/.exec(output)?.[1],
      spec: { description: 'What people are told', rate: 1, callsPerDay: null },
      client: {
        ops: ['answer'],
        query: 'inputs.kind != "hidden"',
        problems: [
          {
            scorer: 'polite',
            text: expect.stringContaining(
              'polite is of the class Polite, whose code runs where it was written',
            ),
          },
        ],
      },
      counts: { scored: 4, failed: 0, waiting: 0 },
    });
    const { scores } = MonitorScores.parse(
      await send('GET', `${PATH}/monitors/${monitor.id}/scores`),
    );
    const said = scores.map(({ scorer, value }) => [scorer, value]);
    expect(said.toSorted()).toEqual([
      ['fair', { passed: false, reason: 'It is not.' }],
      ['fair', { passed: true, reason: 'It is good.' }],
      ['plain', 'You said: Say something of this is good'],
      ['plain', 'You said: Say something of this is poor'],
    ]);
    const asked = providers.heard.map(({ body }) => body);
    expect(asked.find(({ model }) => model === 'judge')).toMatchObject({
      messages: [
        { role: 'system', content: 'Answer as {"passed": true}.' },
        { role: 'user', content: expect.stringMatching(/^Is this is .* a fair answer to this\?$/) },
      ],
      temperature: 0.25,
    });
    expect(asked.find(({ model }) => model === 'echo').messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringMatching(/^You look at (fine|poor) answers\.$/),
    });
  });

  it('gives feedback that its client reads as that of a monitor', async () => {
    const { ref } = await theMonitor();
    const { text } = await createTraceServer(server).post('/feedback/query', {
      project_id: 'admin/watched',
    });
    const { result } = JSON.parse(text);
    expect(result).toHaveLength(4);
    for (const one of result) {
      expect(one).toMatchObject({
        feedback_type: expect.stringMatching(/^wandb\.runnable\.(fair|plain)$/),
        trigger_ref: ref,
        runnable_ref: expect.stringMatching(
          /^weave:\/\/\/admin\/watched\/object\/(fair|plain):\w+$/,
        ),
      });
    }
  });

  it('stops when it is deactivated, and goes on when it is activated again', async () => {
    await client('deactivate', 'call');
    expect(await theMonitor()).toMatchObject({
      isActive: false,
      version: 2,
      counts: { scored: 4, waiting: 0 },
    });
    await client('activate', 'call');
    expect(await scored(8)).toMatchObject({ isActive: true, version: 3, counts: { scored: 8 } });
  });

  it('takes alarms and a budget from the page, is paused there, and changed only by its client', async () => {
    const { id, spec } = await theMonitor();
    const alarm = { key: 'fair.passed', against: { kind: 'threshold', value: 0.9 } };
    const change = (body: unknown) => send('PATCH', `${PATH}/monitors/${id}`, body);
    const watched = { ...spec, callsPerDay: 100, alarms: [alarm] };
    expect(await change({ spec: watched })).toMatchObject({
      spec: { callsPerDay: 100 },
      watches: [{ key: 'fair.passed', state: 'watching' }],
    });
    await expect(change({ spec: { ...spec, rate: 0.5 } })).rejects.toThrow(
      'answers was made by a client',
    );
    await change({ isActive: false });
    expect(await client('read')).toContain('READ False');
    await client('activate');
    expect(await theMonitor()).toMatchObject({
      isActive: true,
      spec: { callsPerDay: 100, alarms: [{ key: 'fair.passed' }] },
    });
  });

  it('is paused when its object is removed', async () => {
    await createTraceServer(server).post('/obj/delete', {
      project_id: 'admin/watched',
      object_id: 'answers',
    });
    expect(await theMonitor()).toMatchObject({ isActive: false });
  });
});

describe('a monitor of a client that looks at more than one call, or asks once for several judges', () => {
  const named = async (name: string): Promise<MonitorView> => {
    const { monitors } = MonitorList.parse(await send('GET', `${PATH}/monitors`));
    const found = monitors.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no monitor ${name}.`);
    return found;
  };
  const scoresOf = async (name: string, count: number) => {
    const { id } = await waitFor(
      async () => {
        const monitor = await named(name);
        return monitor.counts.scored + monitor.counts.failed >= count && monitor;
      },
      { until: `${count} calls are scored by ${name}` },
    );
    const read = await send('GET', `${PATH}/monitors/${id}/scores`);
    return MonitorScores.parse(read).scores;
  };

  it('joins the judges of a ClassifierMonitor to one question for each call', async () => {
    providers.heard.length = 0;
    await client('classify');
    const scores = await scoresOf('classes', 4);
    expect((await named('classes')).client).toMatchObject({ isJoined: true, problems: [] });
    // The record of what failed holds its error, in which the judge finds "good".
    const said = scores.map(({ scorer, value }) => `${scorer} ${JSON.stringify(value)}`);
    const matches = (name: string, isMatch: boolean) =>
      `${name} {"is_match":${isMatch},"confidence":0.9,"reason":"It is ${isMatch ? 'good' : 'not'}."}`;
    expect(said.toSorted()).toEqual(
      [
        matches('off-topic', false),
        matches('off-topic', true),
        matches('rude', false),
        matches('rude', true),
      ].toSorted(),
    );
    expect(providers.heard).toHaveLength(2);
    for (const { body } of providers.heard) {
      expect(body).toMatchObject({ model: 'judge', temperature: 0.5 });
      const [{ content }] = body.messages;
      expect(content).toContain('<classifier name="rude">');
      expect(content).toContain('<classifier name="off-topic">');
    }
  });

  it('scores a thread as one where all its messages are joined', async () => {
    await client('talk');
    const scores = await scoresOf('talks', 1);
    expect(scores.map(({ value }) => value)).toEqual([
      'You said: ["one","two"] -> ["one!","two!"]',
    ]);
  });

  it('scores turns of agents', async () => {
    await client('turns');
    const scores = await scoresOf('turns', 2);
    expect((await named('turns')).client).toMatchObject({ hasTurns: true, problems: [] });
    expect(scores).toHaveLength(2);
    for (const { value } of scores) expect(value).toMatch(/^You said: Turn: .*It is sunny/s);
  });
});
