import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A server that speaks the interface of OpenAI's chat completions, for clients that are instrumented. */
export interface ModelProvider {
  /** Without `/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly stream?: boolean;
}

const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 7,
  total_tokens: 27,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};

/**
 * Answers "It is sunny." to everybody; who offers a tool and has not called it yet is asked to call
 * it, and a model named `missing` does not exist.
 */
export async function startModelProvider(): Promise<ModelProvider> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequest;
  if (asked.model === 'missing') {
    const error = { message: 'The model missing does not exist', type: 'invalid_request_error' };
    send(response, 404, { error: { ...error, code: 'model_not_found' } });
    return;
  }
  const choice = choose(asked);
  const whole = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_764_000_000,
    model: `${asked.model}-2026-01-01`,
    choices: [choice],
    usage: USAGE,
  };
  if (asked.stream === true) stream(response, whole);
  else send(response, 200, whole);
}

function choose(asked: ChatRequest) {
  const [tool] = asked.tools ?? [];
  const isAnswered = asked.messages.some(({ role }) => role === 'tool');
  if (tool === undefined || isAnswered) {
    const message = { role: 'assistant', content: 'It is sunny.' };
    return { index: 0, message, finish_reason: 'stop' };
  }
  const call = {
    id: 'call_1',
    type: 'function',
    function: { name: tool.function.name, arguments: '{"city":"Oslo"}' },
  };
  const message = { role: 'assistant', content: null, tool_calls: [call] };
  return { index: 0, message, finish_reason: 'tool_calls' };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function stream(response: ServerResponse, whole: { choices: object[]; usage: object }): void {
  const { choices, usage, ...head } = { ...whole, object: 'chat.completion.chunk' };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const words = ['It is', ' sunny.'];
  const deltas = [
    { index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null },
    ...words.map((content) => ({ index: 0, delta: { content }, finish_reason: null })),
    { index: 0, delta: {}, finish_reason: 'stop' },
  ];
  for (const delta of deltas) {
    response.write(`data: ${JSON.stringify({ ...head, choices: [delta] })}\n\n`);
  }
  response.write(`data: ${JSON.stringify({ ...head, choices: [], usage })}\n\n`);
  response.end('data: [DONE]\n\n');
}
