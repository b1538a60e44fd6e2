import { PlaygroundEvent, type PlaygroundRequest } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ChatProviders,
  startChatProviders,
} from '../../../../../tests/support/chat-providers.ts';
import { ADMIN_KEY, openRoom, type Room } from './room.testing.ts';

const PATH = '/projects/admin/play';

let room: Room;
let providers: ChatProviders;

beforeAll(async () => {
  providers = await startChatProviders();
  room = await openRoom({ outboundAllowedHosts: ['127.0.0.1'] });
  await room.admin('PUT', PATH, {});
  for (const [name, path] of [
    ['openai', '/v1/'],
    ['anthropic', ''],
    ['gemini', ''],
  ] as const) {
    const put = await room.admin('PUT', `/entities/admin/model-providers/${name}`, {
      interface: name,
      baseUrl: `${providers.url}${path}`,
      apiKey: `key of ${name}`,
      models: ['echo'],
    });
    expect(put.status, put.text).toBe(201);
  }
}, 60_000);
afterAll(async () => {
  await room.close();
  await providers.close();
});

type Run = PlaygroundRequest['runs'][number];

async function ask(...runs: readonly (Partial<Run> & { readonly provider: string })[]) {
  const answer = await room.admin('POST', `${PATH}/playground/runs`, {
    runs: runs.map((run, index) => ({
      id: String(index),
      model: 'echo',
      messages: [{ role: 'user', content: 'hello' }],
      ...run,
    })),
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.text
    .split('\n\n')
    .filter((event) => event.startsWith('data:'))
    .map((event) => PlaygroundEvent.parse(JSON.parse(event.slice(6))));
}

const last = (events: readonly PlaygroundEvent[], run = '0') =>
  events.findLast((event) => event.run === run);

async function traced(events: readonly PlaygroundEvent[]) {
  const started = events.find((event) => event.kind === 'started');
  const call = started?.kind === 'started' ? started.call : '';
  return (await room.admin('GET', `${PATH}/calls/${call}`)).json;
}

describe.each(['openai', 'anthropic', 'gemini'])(
  'a model behind the interface of %s',
  (provider) => {
    it('answers piece by piece, and is traced with what it used', async () => {
      const events = await ask({ provider });
      const texts = events.flatMap((event) => (event.kind === 'text' ? [event.text] : []));
      expect(texts).toEqual(['You', ' said: ', 'hello']);
      expect(last(events)).toMatchObject({
        kind: 'done',
        text: 'You said: hello',
        toolCalls: [],
        usage: { promptTokens: 20, completionTokens: 7, totalTokens: 27 },
      });
      expect(await traced(events)).toMatchObject({
        name: `${provider}/echo`,
        op: 'playground.chat',
        status: 'success',
        tokens: 27,
        inputs: { model: 'echo', messages: [{ role: 'user', content: 'hello' }] },
        output: { choices: [{ message: { role: 'assistant', content: 'You said: hello' } }] },
      });
      const { headers } = providers.heard.at(-1) ?? {};
      const key = `key of ${provider}`;
      expect([
        headers?.authorization,
        headers?.['x-api-key'],
        headers?.['x-goog-api-key'],
      ]).toContain(provider === 'openai' ? `Bearer ${key}` : key);
    });

    it('asks for functions', async () => {
      const parameters = { type: 'object', properties: { city: { type: 'string' } } };
      const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }];
      const events = await ask({ provider, model: 'tools', tools });
      const done = last(events);
      expect(done).toMatchObject({ kind: 'done', toolCalls: [{ name: 'weather' }] });
      const [call] = done?.kind === 'done' ? done.toolCalls : [];
      expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'Oslo' });
      const answered = await ask({
        provider,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'weather?' },
          {
            role: 'assistant',
            content: '',
            tool_calls: [
              { id: call?.id, type: 'function', function: { name: 'weather', arguments: '{}' } },
            ],
          },
          { role: 'tool', tool_call_id: call?.id, content: 'sunny' },
          { role: 'user', content: [{ type: 'text', text: 'thanks' }] },
        ],
      });
      expect(last(answered)).toMatchObject({ kind: 'done' });
    });

    it.each([
      ['limited', 'rate limited', 'Try again in 7 s.'],
      ['broken', 'provider error', 'failed (500).'],
      ['missing', 'refused', 'There is no model "missing".'],
      ['locked', 'refused', 'did not take its key (401)'],
      ['moved', 'refused', 'redirects are not followed'],
      ['garbage', 'not understood', '<<< no JSON >>>'],
      ['page', 'not understood', 'Is its base address right?'],
      ['cut', 'cut off', ''],
    ])('has a clear state when it is %s', async (model, failure, words) => {
      const events = await ask({ provider, model });
      const failed = last(events);
      expect(failed).toMatchObject({ kind: 'failed', failure });
      expect(failed?.kind === 'failed' ? failed.message : '').toContain(words);
      const call = await traced(events);
      expect(call).toMatchObject({ status: 'error' });
      expect(JSON.stringify(call.exception ?? call)).toContain(failure);
      expect(JSON.stringify(events)).not.toContain('secret path');
    });
  },
);

describe('the playground', () => {
  it('stops what a reader does not wait for, and says so in the trace', async () => {
    const leaving = new AbortController();
    const response = await fetch(`${room.url}/api/v1${PATH}/playground/runs`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        runs: [
          {
            id: '0',
            provider: 'openai',
            model: 'silent',
            messages: [{ role: 'user', content: 'x' }],
          },
        ],
      }),
      signal: leaving.signal,
    });
    const first = await response.body?.getReader().read();
    const [, call] = /"call":"([^"]+)"/.exec(Buffer.from(first?.value ?? []).toString()) ?? [];
    expect((await room.admin('GET', `${PATH}/calls/${call}`)).json.status).toBe('running');
    leaving.abort();
    await vi.waitFor(async () => {
      const { json } = await room.admin('GET', `${PATH}/calls/${call}`);
      expect(json).toMatchObject({ status: 'error' });
      expect(JSON.stringify(json)).toContain('The run was stopped.');
    });
  });

  it('asks several models at once', async () => {
    const events = await ask(
      { provider: 'openai' },
      { provider: 'gemini' },
      { provider: 'openai', model: 'broken' },
    );
    expect(['0', '1', '2'].map((run) => last(events, run)?.kind)).toEqual([
      'done',
      'done',
      'failed',
    ]);
  });

  it('asks for answers that fit a schema', async () => {
    const answerSchema = { type: 'object', properties: { city: { type: 'string' } } };
    const done = await ask({ provider: 'openai', answerSchema });
    expect(last(done)).toMatchObject({ text: '{"fits": true}' });
    expect(providers.heard.at(-1)?.body.response_format.json_schema.schema).toEqual(answerSchema);
    const forced = await ask({ provider: 'anthropic', answerSchema });
    expect(last(forced)).toMatchObject({ text: '{"city":"Oslo"}', toolCalls: [] });
    await ask({ provider: 'gemini', answerSchema });
    expect(providers.heard.at(-1)?.body.generationConfig).toMatchObject({
      responseMimeType: 'application/json',
      responseJsonSchema: answerSchema,
    });
  });

  it('sends images and settings in the words of each interface', async () => {
    const content = [
      { type: 'text', text: 'what is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    ];
    const run = {
      messages: [{ role: 'user', content }],
      parameters: { temperature: 0.5, maxTokens: 9, stop: ['END'] },
    };
    await ask({ provider: 'anthropic', ...run });
    expect(providers.heard.at(-1)?.body).toMatchObject({
      max_tokens: 9,
      temperature: 0.5,
      stop_sequences: ['END'],
      messages: [
        {
          content: [
            { type: 'text' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          ],
        },
      ],
    });
    await ask({ provider: 'gemini', ...run });
    expect(providers.heard.at(-1)?.body).toMatchObject({
      generationConfig: { maxOutputTokens: 9, temperature: 0.5, stopSequences: ['END'] },
      contents: [{ parts: [{}, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] }],
    });
  });

  it('tells what a run cost, tokens of caches at their own price', async () => {
    const events = await ask({ provider: 'openai', model: 'gpt-4o-mini' });
    // 16 of the prompt, 4 of the cache, 7 of the answer, US dollars a million tokens.
    const cost = (16 * 0.15 + 4 * 0.075 + 7 * 0.6) / 1e6;
    const call = await traced(events);
    expect(call.tokens).toBe(27);
    expect(call.cost).toBeCloseTo(cost, 12);
  });

  it('keeps settings of a model as a version', async () => {
    const saved = await room.admin('POST', `${PATH}/playground/models/brief/versions`, {
      provider: 'openai',
      model: 'echo',
      parameters: { temperature: 0 },
      messages: [{ role: 'system', content: 'Be brief.' }],
    });
    expect(saved.json).toMatchObject({ name: 'brief', versionIndex: 0, isNew: true });
    const read = await room.admin('GET', `${PATH}/weave-objects/object/brief/versions/latest`);
    expect(read.json).toMatchObject({
      leafClass: 'LLMStructuredCompletionModel',
      value: { llm_model_id: 'openai/echo', default_params: { temperature: 0 } },
    });
  });
});

describe('providers of models', () => {
  it('never tell their keys, which stay with the address they came with', async () => {
    const list = await room.admin('GET', '/entities/admin/model-providers');
    expect(list.json.providers).toHaveLength(3);
    expect(list.text).not.toContain('key of');
    const body = { interface: 'openai', baseUrl: `${providers.url}/v1`, models: ['a'] };
    const same = await room.admin('PUT', '/entities/admin/model-providers/openai', body);
    expect(same.json).toMatchObject({ hasKey: true, models: ['a'] });
    const moved = await room.admin('PUT', '/entities/admin/model-providers/openai', {
      ...body,
      baseUrl: 'https://elsewhere.example/v1',
    });
    expect(moved.status).toBe(400);
    expect(moved.json.error.message).toContain('give the key again');
  });

  it('are refused in private networks, with the setting that allows them', async () => {
    const refused = await room.admin('PUT', '/entities/admin/model-providers/near', {
      interface: 'openai',
      baseUrl: 'http://10.0.0.1:11434/v1',
    });
    expect(refused.status).toBe(400);
    expect(refused.json.error.message).toContain('RUNLOOM_OUTBOUND_ALLOWED_HOSTS');
  });

  it('are hidden from strangers, who can ask nothing', async () => {
    const key = await room.user('stranger');
    const call = (method: string, path: string, body?: unknown) =>
      room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });
    expect((await call('GET', '/entities/admin/model-providers')).status).toBeGreaterThan(400);
    const run = {
      id: '1',
      provider: 'openai',
      model: 'echo',
      messages: [{ role: 'user', content: 'x' }],
    };
    expect((await call('POST', `${PATH}/playground/runs`, { runs: [run] })).status).toBe(404);
    const unknown = await room.admin('POST', `${PATH}/playground/runs`, {
      runs: [{ ...run, provider: 'nobody' }],
    });
    expect(unknown.status).toBe(404);
    const gone = await room.admin('DELETE', '/entities/admin/model-providers/gemini');
    expect(gone.status).toBe(204);
  });
});
