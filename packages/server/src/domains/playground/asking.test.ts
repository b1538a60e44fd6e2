import { ModelRequest } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ChatProviders,
  startChatProviders,
} from '../../../../../tests/support/chat-providers.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import { askModel } from './asking.ts';
import { eventData } from './event-data.ts';

let providers: ChatProviders;
beforeAll(async () => {
  providers = await startChatProviders();
});
afterAll(() => providers.close());

async function ask(
  allowed: readonly string[],
  model: string,
  signal = new AbortController().signal,
) {
  const asked = ModelRequest.parse({
    provider: 'near',
    model,
    messages: [{ role: 'user', content: 'hi' }],
  });
  const provider = {
    name: 'near',
    interface: 'openai' as const,
    baseUrl: `http://localhost:${providers.port}/v1`,
    hasKey: false,
    models: [],
    updatedAt: 0,
    apiKey: null,
  };
  const outbound = createOutbound({ allowed });
  const deltas = [];
  for await (const delta of askModel(outbound, provider, asked, { signal, idleMs: 60 })) {
    deltas.push(delta);
  }
  return deltas;
}

describe('asking a model', () => {
  it('is refused where its name leads into a private network, with the setting that allows it', async () => {
    await expect(ask([], 'echo')).rejects.toMatchObject({
      failure: 'not allowed',
      message: expect.stringContaining('RUNLOOM_OUTBOUND_ALLOWED_HOSTS'),
    });
    expect(await ask(['localhost'], 'echo')).toContainEqual({ kind: 'finish', reason: 'stop' });
  });

  it('ends when the provider falls silent', async () => {
    await expect(ask(['localhost'], 'silent')).rejects.toMatchObject({ failure: 'timed out' });
  });

  it('ends when it is stopped', async () => {
    await expect(ask(['localhost'], 'silent', AbortSignal.abort())).rejects.toMatchObject({
      failure: 'stopped',
    });
  });
});

describe('server-sent events', () => {
  async function* cut(text: string, length: number) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  }
  it.each([1, 2, 5, 1_000])('are read in pieces of %i bytes', async (length) => {
    const text = ': hello\r\ndata: é\r\ndata:b\r\n\r\nevent: x\ndata: {"a":1}\n\n\ndata: last';
    const found = [];
    for await (const data of eventData(cut(text, length))) found.push(data);
    expect(found).toEqual(['é\nb', '{"a":1}', 'last']);
  });
});
