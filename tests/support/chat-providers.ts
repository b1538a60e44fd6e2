import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const SLOW_MS = 150;

/** What one request asked for. */
export interface ChatRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what was asked
  readonly body: any;
}

/** A server that speaks the interfaces of OpenAI, Anthropic and Gemini, streaming, with faults by the name of the model. */
export interface ChatProviders {
  readonly url: string;
  readonly port: number;
  readonly heard: ChatRequest[];
  close(): Promise<void>;
}

/**
 * Answers "You said: …" in pieces. Models with these names do something else: `limited` answers 429,
 * `broken` 500, `missing` 404, `garbage` streams no JSON, `page` answers with HTML, `cut` ends in the
 * middle, `silent` says nothing, `tools` calls the first function, `moved` redirects, `busy` answers 429
 * to every text once and then as others, `slow` answers after a while, `judge` gives a verdict that fits the schema it is given: passed
 * where its prompt holds "good".
 */
export async function startChatProviders(): Promise<ChatProviders> {
  const heard: ChatRequest[] = [];
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    answer(request, response, heard, refused).catch((error: unknown) =>
      response.destroy(error as Error),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  heard: ChatRequest[],
  refused: Set<string>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const path = request.url ?? '';
  heard.push({ path, headers: request.headers, body });
  const model: string = body.model ?? /models\/([^:]+):/.exec(path)?.[1] ?? '';
  if (fail(response, model)) return;
  const asked = JSON.stringify(body.messages);
  if (model === 'busy' && !refused.has(asked)) {
    refused.add(asked);
    fail(response, 'limited', '1');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (model === 'silent') return;
  if (model === 'slow') await delay(SLOW_MS);
  const stream = path.includes('/chat/completions')
    ? openAi(body)
    : path.includes('/v1/messages')
      ? anthropic(body)
      : gemini(body);
  const events = [...stream];
  const sent = model === 'cut' ? events.slice(0, 3) : events;
  for (const event of sent) {
    const { type } = event as { type?: string };
    response.write(
      `${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(event)}\n\n`,
    );
  }
  if (model === 'garbage') response.write('data: <<< no JSON >>>\n\n');
  if (model === 'cut') response.write(':\n\n', () => response.destroy());
  else response.end(path.includes('/chat/completions') ? 'data: [DONE]\n\n' : '');
}

function fail(response: ServerResponse, model: string, retryAfter = '7'): boolean {
  const send = (status: number, text: string, headers: Record<string, string> = {}): true => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
    return true;
  };
  const error = (message: string): string => JSON.stringify({ error: { message } });
  if (model === 'limited') return send(429, error('Slow down.'), { 'retry-after': retryAfter });
  if (model === 'broken') return send(500, 'Traceback: secret path');
  if (model === 'missing') return send(404, error('There is no model "missing".'));
  if (model === 'locked') return send(401, error('Wrong key.'));
  if (model === 'moved') return send(307, '', { location: 'http://127.0.0.1:1/' });
  if (model === 'page') return send(200, '<html>Not here</html>', { 'content-type': 'text/html' });
  return false;
}

const words = (said: string): readonly string[] => ['You', ' said: ', said];

function lastText(messages: readonly { content: unknown }[]): string {
  const content = messages.at(-1)?.content;
  if (typeof content === 'string') return content;
  const parts = content as { text?: string; type?: string }[];
  return parts.map(({ text, type }) => text ?? `<${type}>`).join('');
}

function verdict(schema: { properties?: Record<string, unknown> }, prompt: string): string {
  const isGood = prompt.includes('good');
  const reason = isGood ? 'It is good.' : 'It is not.';
  const { score, category, classifiers } = schema?.properties ?? {};
  if (classifiers) {
    const { required } = classifiers as { required: readonly string[] };
    const own = { reason, is_match: isGood, confidence: 0.9 };
    return JSON.stringify({ classifiers: Object.fromEntries(required.map((name) => [name, own])) });
  }
  if (score) return JSON.stringify({ reason, score: isGood ? 5 : 1 });
  if (category) return JSON.stringify({ reason, category: isGood ? 'fine' : 'poor' });
  return JSON.stringify({ reason, passed: isGood });
}

// biome-ignore lint/suspicious/noExplicitAny: requests of any client
function* openAi(body: any): Generator<object> {
  const head = { id: 'chat-1', object: 'chat.completion.chunk', model: body.model };
  const piece = (delta: object, finish: string | null = null) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  yield piece({ role: 'assistant', content: '' });
  if (body.model === 'tools') {
    const name = body.tools[0].function.name;
    yield piece({
      tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name, arguments: '' } }],
    });
    yield piece({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] });
    yield piece({ tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] });
    yield piece({}, 'tool_calls');
  } else {
    const schema = body.response_format?.json_schema?.schema;
    const said =
      body.model === 'judge'
        ? verdict(schema, lastText(body.messages))
        : body.response_format
          ? '{"fits": true}'
          : lastText(body.messages);
    const texts = body.response_format ? [said] : words(said);
    for (const content of texts) yield piece({ content });
    yield piece({}, 'stop');
  }
  yield {
    ...head,
    choices: [],
    usage: {
      prompt_tokens: 20,
      completion_tokens: 7,
      total_tokens: 27,
      prompt_tokens_details: { cached_tokens: 4 },
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: requests of any client
function* anthropic(body: any): Generator<object> {
  const usage = { input_tokens: 16, cache_read_input_tokens: 4, output_tokens: 1 };
  yield { type: 'message_start', message: { id: 'msg_1', role: 'assistant', usage } };
  const tool = body.tool_choice?.name ?? (body.model === 'tools' ? body.tools[0].name : null);
  if (tool !== null) {
    const block = { type: 'tool_use', id: 'toolu_1', name: tool, input: {} };
    yield { type: 'content_block_start', index: 0, content_block: block };
    for (const part of ['{"city":', '"Oslo"}']) {
      const delta = { type: 'input_json_delta', partial_json: part };
      yield { type: 'content_block_delta', index: 0, delta };
    }
  } else {
    yield { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
    yield { type: 'ping' };
    for (const text of words(lastText(body.messages))) {
      yield { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } };
    }
  }
  yield { type: 'content_block_stop', index: 0 };
  const reason = tool === null ? 'end_turn' : 'tool_use';
  yield { type: 'message_delta', delta: { stop_reason: reason }, usage: { output_tokens: 7 } };
  yield { type: 'message_stop' };
}

// biome-ignore lint/suspicious/noExplicitAny: requests of any client
function* gemini(body: any): Generator<object> {
  const piece = (parts: object[], finishReason?: string) => ({
    candidates: [{ content: { role: 'model', parts }, ...(finishReason ? { finishReason } : {}) }],
    usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 7, totalTokenCount: 27 },
  });
  const [declared] = body.tools?.[0]?.functionDeclarations ?? [];
  if (declared !== undefined) {
    yield piece([{ functionCall: { name: declared.name, args: { city: 'Oslo' } } }], 'STOP');
    return;
  }
  const said = body.contents.at(-1).parts[0].text;
  for (const text of words(said)) yield piece([{ text }]);
  yield piece([{ text: '' }], 'STOP');
}
