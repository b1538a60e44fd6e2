import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver } from '../support/receiver.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
let receiver: Receiver;
let found: Record<string, unknown> = {};

const made = async (method: string, path: string, body: unknown) => {
  const { status, text } = await stage.api.send(method, `/api/v1${path}`, body);
  expect(status, text).toBe(201);
};

const send = async (method: string, path: string, body?: unknown) => {
  const { status, text } = await stage.api.send(method, `/api/v1${path}`, body);
  return { status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) };
};

beforeAll(async () => {
  receiver = await Receiver.open();
  // The signed one fails twice before it takes what it is sent.
  receiver.answers.set('/signed', [503, 500]);
  await made('PUT', '/entities/admin/secrets/SIGNING', { value: 'sign with me' });
  await made('PUT', '/entities/admin/secrets/TOKEN', { value: 'bear me' });
  for (const [name, secrets] of [
    ['plain', {}],
    ['signed', { secretName: 'SIGNING', accessTokenName: 'TOKEN' }],
  ] as const) {
    const url = `${receiver.url}/${name}`;
    await made('POST', '/entities/admin/integrations', { kind: 'webhook', name, url, ...secrets });
  }
  await made('POST', '/entities/admin/integrations', {
    kind: 'channel',
    workspace: 'Acme',
    channel: '#training',
    url: `${receiver.url}/chat`,
  });
  const { code, output } = await stage.machine.run('automations.py', { args: [receiver.url] });
  expect(code, output).toBe(0);
  found = JSON.parse(/^FOUND (.*)$/m.exec(output)?.[1] ?? '{}') as Record<string, unknown>;
});
afterAll(() => receiver.close());

describe('the client', () => {
  it('finds integrations, makes automations and reads them back as it wrote them', () => {
    expect(found).toMatchObject({
      integrations: ['#training', 'plain', 'signed'],
      threshold: {
        name: 'high loss',
        description: 'Three in a row',
        enabled: true,
        scope: 'watched',
        event: 'RUN_METRIC',
        action: 'SavedWebhookAction',
      },
      state: { name: 'over', event: 'RUN_STATE', action: 'SavedNotificationAction' },
    });
  });

  it('is told when a name is taken, and can take what is there instead', () => {
    expect(found).toMatchObject({
      again: "CommError: Automation 'off' exists. Unable to create another with the same name.",
      fetched: false,
    });
  });

  it('changes, lists and deletes them', () => {
    expect(found).toMatchObject({
      updated: { name: 'off', description: 'Nobody is told', enabled: false },
      listed: ['high loss', 'jump', 'off', 'outlier', 'over'],
      all: ['high loss', 'jump', 'off', 'outlier', 'over'],
      one: 'over',
      deleted: true,
      left: ['high loss', 'jump', 'outlier', 'over'],
    });
  });
});

describe('what runs set off', () => {
  it('a webhook is signed, carries its token, and is tried again until it takes what it is sent', async () => {
    const heard = await receiver.hears('/signed', 3);
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
    const [first] = heard;
    expect(JSON.parse(first?.body ?? '')).toEqual({
      event: 'RUN_METRIC',
      run: 'told run',
      who: 'admin',
      value: String((1 + 1 + 30) / 3),
      nested: [{ token: 'sign with me', none: '' }],
      count: 3,
    });
    const signature = createHmac('sha256', 'sign with me')
      .update(first?.body ?? '')
      .digest('base64');
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer bear me',
      'x-wandb-signature': signature,
      'x-runloom-delivery': heard[2]?.headers['x-runloom-delivery'],
    });
    // The condition held again ten steps later: once a run and day is enough.
    await receiver.hears('/chat');
    expect(receiver.at('/signed')).toHaveLength(3);
  });

  it('changes and outliers are found wherever they are in the series', async () => {
    const bodies = (await receiver.hears('/plain', 2)).map(
      ({ body }) => JSON.parse(body) as Record<string, string>,
    );
    expect(bodies.find((body) => body['event_type'] === 'RUN_METRIC_CHANGE')).toMatchObject({
      metric_name: 'acc',
      metric_value: '0.8',
      metric_step: '25',
      run_id: 'r-told',
      project_name: 'watched',
      entity_name: 'admin',
    });
    expect(bodies.find((body) => body['event_type'] === 'RUN_METRIC_ZSCORE')).toMatchObject({
      metric_name: 'noise',
      metric_step: '33',
    });
    expect(bodies).toHaveLength(2);
  });

  it('a channel is told of the end of the runs that are meant, and of no others', async () => {
    const [message] = await receiver.hears('/chat');
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      text: 'Over &lt;now&gt;',
      attachments: [
        { color: '#d97706', text: expect.stringContaining('See\nThe run is finished') },
      ],
    });
    expect(receiver.at('/chat')).toHaveLength(1);
  });

  it('the history says what happened, why, and how often it was tried', async () => {
    const { body } = await send('GET', '/projects/admin/watched/automations');
    const automations = body?.['automations'] as { id: number; name: string }[];
    const id = automations.find(({ name }) => name === 'high loss')?.id;
    const execution = await waitFor(
      async () => {
        const answer = await send('GET', `/automations/${id}/executions`);
        const [last] = (answer.body?.['executions'] ?? []) as Record<string, unknown>[];
        return last?.['state'] === 'succeeded' && last;
      },
      { until: 'the execution succeeded' },
    );
    expect(execution).toMatchObject({
      subject: 'admin/watched/runs/r-told',
      reason: expect.stringMatching(
        /^average of the last 3 values of loss > 10: it is 10\.6+ \(step 20\)$/,
      ),
      attempts: 3,
      detail: 'Answered 200.',
    });
  });
});

describe('bad input', () => {
  const draft = {
    name: 'x',
    eventType: 'RUN_STATE',
    eventFilter: '{"run_state_filter":{"states":["FAILED"]}}',
    action: { type: 'NO_OP' },
  };

  it.each([
    [{ eventFilter: '{' }, 'The filter is not JSON'],
    [{ eventFilter: '{}' }, 'run_state_filter'],
    [
      { eventFilter: '{"run_filter":"{\\"nope\\":1}","run_state_filter":{"states":["A"]}}' },
      'nope',
    ],
    [{ eventType: 'NO_SUCH' }, 'There are: RUN_METRIC'],
    [{ name: ' ' }, 'name of an automation'],
    [
      { eventType: 'ADD_ARTIFACT_ALIAS', eventFilter: '{"alias":{"$regex":"("}}' },
      'The pattern can not be read',
    ],
    [{ action: { type: 'GENERIC_WEBHOOK', integrationId: 999, payload: null } }, 'integration'],
    [
      { action: { type: 'GENERIC_WEBHOOK', integrationId: 1, payload: '{' } },
      'payload is not JSON',
    ],
    [
      {
        eventType: 'RUN_METRIC',
        eventFilter:
          '{"run_metric_filter":{"threshold_filter":{"name":"a","window_size":0,"cmp_op":"$gt","threshold":1}}}',
      },
      'window_size',
    ],
  ])('%j is refused with words', async (change, words) => {
    const answer = await send('POST', '/projects/admin/watched/automations', {
      ...draft,
      ...change,
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(words) } },
    });
  });

  it('addresses inside of private networks, and secrets that are not there, are refused', async () => {
    for (const url of [
      'http://10.0.0.1/',
      'http://[::1]:80/',
      'ftp://example.com',
      'http://u:p@example.com',
    ]) {
      const webhook = { kind: 'webhook', name: 'n', url };
      expect(await send('POST', '/entities/admin/integrations', webhook)).toMatchObject({
        status: 400,
      });
    }
    const webhook = { kind: 'webhook', name: 'n', url: receiver.url, secretName: 'NONE' };
    expect(await send('POST', '/entities/admin/integrations', webhook)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('no secret called NONE') } },
    });
    expect(await send('PUT', '/entities/admin/secrets/1x', { value: 'v' })).toMatchObject({
      status: 400,
    });
    expect(await send('PUT', '/entities/admin/secrets/X', { value: '' })).toMatchObject({
      status: 400,
    });
  });

  it('no answer tells a secret or the address of a channel', async () => {
    const { text: secrets } = await stage.api.send('GET', '/api/v1/entities/admin/secrets');
    const { text: integrations } = await stage.api.send(
      'GET',
      '/api/v1/entities/admin/integrations',
    );
    expect(secrets).toContain('SIGNING');
    expect(secrets + integrations).not.toMatch(/sign with me|bear me|\/chat/);
  });
});
