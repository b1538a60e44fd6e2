import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CallRows, CallView } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { type ModelProvider, startModelProvider } from '../support/model-provider.ts';
import { TestServer } from '../support/server.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const PYTHON = `${ROOT}.cache/venv-otel/bin/python`;
const PACKAGES = `${ROOT}.cache/npm-otel`;
const SCRIPTS = `${ROOT}tests/clients/otel`;

let server: TestServer;
let provider: ModelProvider;

beforeAll(async () => {
  [server, provider] = await Promise.all([TestServer.start(), startModelProvider()]);
});
afterAll(async () => {
  await provider.close();
  await server.dispose();
});

/** Runs a program with nothing but its own environment's settings; they are what the docs tell. */
async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(command, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    timeout: 120_000,
  });
  expect(stderr).not.toMatch(/Traceback|Failed|failed|error/i);
  return stdout;
}

const exporter = (project: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `${server.url}/otel`,
  OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${server.adminKey},project_id=admin/${project}`,
  OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  OTEL_SERVICE_NAME: 'weather-service',
});

/** All calls of a project with all that is known of them, in the order of their starts. */
async function callsOf(project: string): Promise<CallView[]> {
  const api = createApi(server.url, server.adminKey);
  const path = `/api/v1/projects/admin/${project}/calls`;
  const listed = await api.send('POST', `${path}/rows`, { rootsOnly: false, limit: 100 });
  const { rows } = CallRows.parse(JSON.parse(listed.text));
  const calls = rows.map(async ({ id }) =>
    CallView.parse(JSON.parse((await api.send('GET', `${path}/${id}`)).text)),
  );
  return (await Promise.all(calls)).sort((a, b) => a.startedAt - b.startedAt);
}

const QUESTION = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'How is the weather in Oslo?' },
];
const TOOL_CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Oslo"}' },
};
const USED = { promptTokens: 20, completionTokens: 7, cacheReadTokens: 4, requests: 1 };

const chatsIn = (calls: readonly CallView[]) => calls.filter(({ kind }) => kind === 'llm');

describe('an OpenAI client of Python', () => {
  it.each(['openinference', 'openllmetry'])('is a tree of chats by %s', async (name) => {
    const script = [`${SCRIPTS}/chat.py`, name, provider.url];
    expect(await run(PYTHON, script, exporter(name))).toBe('It is sunny.\nrefused\n');
    const calls = await callsOf(name);
    const [root] = calls;
    expect(root).toMatchObject({ name: 'ask', parentId: null, source: 'otlp', thread: 'talk-1' });
    expect(calls.every((call) => call.traceId === root?.traceId)).toBe(true);
    const chats = chatsIn(calls);
    expect(chats).toHaveLength(4);
    expect(chats.every(({ parentId }) => parentId === root?.id)).toBe(true);
    const [first, second, streamed, refused] = chats;
    expect(first?.inputs).toMatchObject({ messages: QUESTION });
    expect(first?.output).toMatchObject({
      choices: [{ message: { role: 'assistant', tool_calls: [TOOL_CALL] } }],
    });
    expect(first?.models).toMatchObject([{ model: 'small-2026-01-01', ...USED }]);
    expect(first?.attributes).toMatchObject({ provider: expect.stringMatching(/openai/i) });
    expect(JSON.stringify(first?.inputs)).toContain('The weather in a city');
    const asked = second?.inputs as { messages: { role: string; content: unknown }[] };
    expect(asked.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(asked.messages[3]).toMatchObject({ content: 'sunny', tool_call_id: 'call_1' });
    for (const each of [second, streamed]) {
      expect(each?.output).toMatchObject({ choices: [{ message: { content: 'It is sunny.' } }] });
      expect(each?.models).toMatchObject([{ promptTokens: 20, completionTokens: 7 }]);
    }
    expect(refused).toMatchObject({ status: 'error', error: expect.stringContaining('missing') });
    expect(refused?.inputs).toMatchObject({ messages: QUESTION });
    expect(JSON.stringify(root?.span)).toContain('weather-service');
  });
});

describe('Langfuse’s client of Python', () => {
  it('is pointed here by its own settings, and is a tree of agent, tool and chat', async () => {
    const output = await run(PYTHON, [`${SCRIPTS}/langfuse_chat.py`, provider.url], {
      LANGFUSE_BASE_URL: `${server.url}/otel/admin/langfuse`,
      LANGFUSE_PUBLIC_KEY: 'runloom',
      LANGFUSE_SECRET_KEY: server.adminKey,
    });
    expect(output).toBe('It is sunny.\n');
    const calls = await callsOf('langfuse');
    const [ask, weather, chat] = calls;
    expect(calls.map(({ kind }) => kind)).toEqual(['agent', 'tool', 'llm']);
    expect(ask).toMatchObject({ name: 'ask', thread: 'talk-1', output: 'It is sunny.' });
    expect(weather).toMatchObject({ parentId: ask?.id, output: { city: 'Oslo', sky: 'sunny' } });
    expect(chat).toMatchObject({
      parentId: ask?.id,
      inputs: { messages: QUESTION },
      output: { choices: [{ message: { role: 'assistant', content: 'It is sunny.' } }] },
      models: [{ model: 'small-2026-01-01', promptTokens: 20, completionTokens: 7 }],
    });
  });
});

describe('Vercel’s AI SDK', () => {
  it.each(['OpenTelemetry', 'LegacyOpenTelemetry'])(
    'is a tree of chats and tools, over JSON, by its %s',
    async (telemetry) => {
      const project = telemetry.toLowerCase();
      const script = [`${SCRIPTS}/vercel.mjs`, PACKAGES, provider.url, telemetry];
      const output = await run(process.execPath, script, exporter(project));
      expect(output).toBe('It is sunny.\n');
      const calls = await callsOf(project);
      const chats = chatsIn(calls);
      expect(chats).toHaveLength(2);
      expect(chats[0]).toMatchObject({
        inputs: { messages: QUESTION },
        output: { choices: [{ message: { tool_calls: [TOOL_CALL] } }] },
        models: [{ promptTokens: 20, completionTokens: 7, cacheReadTokens: 4 }],
      });
      expect(chats[1]?.output).toMatchObject({
        choices: [{ message: { content: 'It is sunny.' }, finish_reason: 'stop' }],
      });
      const [tool] = calls.filter(({ kind }) => kind === 'tool');
      expect(tool).toMatchObject({
        inputs: { city: 'Oslo' },
        output: { city: 'Oslo', sky: 'sunny' },
      });
      // Outer spans repeat the tokens of the requests below them.
      const counted = calls.flatMap(({ models }) => models.map(({ requests }) => requests));
      expect(counted.reduce((sum, requests) => sum + requests, 0)).toBe(2);
    },
  );
});
