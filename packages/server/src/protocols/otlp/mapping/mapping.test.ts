import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Attribute,
  protobufRequest,
  START_NANOS,
  TRACE,
  type WrittenSpan,
} from '../otlp.testing.ts';
import { decodeProtobuf } from '../request/index.ts';
import { createSpanMapper, originText } from './index.ts';

const map = (span: WrittenSpan, resource: Readonly<Record<string, Attribute>> = {}) => {
  const [group] = decodeProtobuf(protobufRequest([span], resource)).groups;
  const [read] = group?.spans ?? [];
  if (group === undefined || read === undefined) throw new Error('The span was rejected.');
  const part = createSpanMapper()(read, originText(group.origin));
  const json = (text: string | undefined) => JSON.parse(text ?? 'null');
  return {
    part,
    attributes: json(part.attributes),
    inputs: json(part.inputs),
    output: json(part.output),
    summary: json(part.summary),
    dump: json(part.otelDump),
  };
};

const text = JSON.stringify;
const HELLO = { role: 'user', content: 'Hello' };
const HI = { role: 'assistant', content: 'Hi' };

/** One chat with a tool call, as each family writes it. */
const CHATS: Readonly<Record<string, Omit<WrittenSpan, 'attributes'> & { attributes: object }>> = {
  'GenAI, messages as attributes': {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt',
      'gen_ai.response.model': 'gpt-1',
      'gen_ai.system_instructions': text([{ type: 'text', content: 'Be brief' }]),
      'gen_ai.input.messages': text([
        { role: 'user', parts: [{ type: 'text', content: 'Hello' }] },
      ]),
      'gen_ai.output.messages': text([
        {
          role: 'assistant',
          parts: [
            { type: 'text', content: 'Hi' },
            { type: 'tool_call', id: 'c1', name: 'find', arguments: { q: 1 } },
          ],
          finish_reason: 'tool_calls',
        },
      ]),
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
    },
  },
  'GenAI, prompt and completion flattened (OpenLLMetry)': {
    attributes: {
      'gen_ai.system': 'openai',
      'llm.request.type': 'chat',
      'gen_ai.response.model': 'gpt-1',
      'gen_ai.prompt.0.role': 'system',
      'gen_ai.prompt.0.content': 'Be brief',
      'gen_ai.prompt.1.role': 'user',
      'gen_ai.prompt.1.content': 'Hello',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'Hi',
      'gen_ai.completion.0.finish_reason': 'tool_calls',
      'gen_ai.completion.0.tool_calls.0.id': 'c1',
      'gen_ai.completion.0.tool_calls.0.name': 'find',
      'gen_ai.completion.0.tool_calls.0.arguments': '{"q":1}',
      'gen_ai.usage.prompt_tokens': 10,
      'gen_ai.usage.completion_tokens': 5,
    },
  },
  'GenAI, events': {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.response.model': 'gpt-1',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
    },
    events: [
      { name: 'gen_ai.system.message', attributes: { content: 'Be brief' } },
      { name: 'gen_ai.user.message', attributes: { content: 'Hello' } },
      {
        name: 'gen_ai.choice',
        attributes: {
          index: 0,
          finish_reason: 'tool_calls',
          message: text({
            role: 'assistant',
            content: 'Hi',
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } },
            ],
          }),
        },
      },
    ],
  },
  OpenInference: {
    attributes: {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-1',
      'llm.provider': 'openai',
      'input.value': text({ messages: ['whole request'] }),
      'output.value': text({ choices: ['whole answer'] }),
      'llm.input_messages.0.message.role': 'system',
      'llm.input_messages.0.message.content': 'Be brief',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.contents.0.message_content.type': 'text',
      'llm.input_messages.1.message.contents.0.message_content.text': 'Hello',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'Hi',
      'llm.output_messages.0.message.finish_reason': 'tool_calls',
      'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c1',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'find',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"q":1}',
      'llm.token_count.prompt': 10,
      'llm.token_count.completion': 5,
    },
  },
  'Vercel AI SDK': {
    attributes: {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.id': 'gpt',
      'ai.response.model': 'gpt-1',
      'ai.model.provider': 'openai',
      'ai.prompt.messages': text([
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
      ]),
      'ai.response.text': 'Hi',
      'ai.response.finishReason': 'tool_calls',
      'ai.response.toolCalls': text([{ toolCallId: 'c1', toolName: 'find', input: '{"q":1}' }]),
      'ai.usage.promptTokens': 10,
      'ai.usage.completionTokens': 5,
      // The SDK writes these beside its own, and they count once.
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
    },
  },
  Langfuse: {
    attributes: {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': 'gpt-1',
      'gen_ai.provider.name': 'openai',
      'langfuse.observation.input': text([{ role: 'system', content: 'Be brief' }, HELLO]),
      'langfuse.observation.output': text({
        ...HI,
        finish_reason: 'tool_calls',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } },
        ],
      }),
      'langfuse.observation.usage_details': text({ input: 10, output: 5 }),
    },
  },
  'Weave, above GenAI': {
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'weave.response.model': 'gpt-1',
      'gen_ai.response.model': 'other',
      'weave.input.messages': text([{ role: 'system', content: 'Be brief' }, HELLO]),
      'gen_ai.input.messages': text([{ role: 'user', content: 'Not this' }]),
      'gen_ai.output.messages': text([
        {
          ...HI,
          finish_reason: 'tool_calls',
          tool_calls: [{ id: 'c1', function: { name: 'find', arguments: '{"q":1}' } }],
        },
      ]),
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
    },
  },
};

describe('a span of a chat', () => {
  it.each(Object.entries(CHATS))('is one chat, whoever writes it: %s', (_family, span) => {
    const { attributes, inputs, output, summary } = map(span as WrittenSpan);
    expect(attributes).toMatchObject({ kind: 'llm', model: 'gpt-1', provider: 'openai' });
    expect(inputs).toEqual({ messages: [{ role: 'system', content: 'Be brief' }, HELLO] });
    expect(output).toEqual({
      model: 'gpt-1',
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: {
            ...HI,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } },
            ],
          },
        },
      ],
    });
    expect(summary).toEqual({
      usage: { 'gpt-1': { input_tokens: 10, output_tokens: 5, requests: 1 } },
    });
  });

  it('counts cached and reasoning tokens under every name they came to have', () => {
    const usage = (names: readonly string[]) =>
      names.map((name) => {
        const { summary } = map({ attributes: { 'gen_ai.operation.name': 'chat', [name]: 7 } });
        return Object.keys(summary.usage.usage).filter((key) => key !== 'requests');
      });
    expect(
      usage([
        'gen_ai.usage.reasoning.output_tokens',
        'gen_ai.usage.reasoning_tokens',
        'llm.token_count.completion_details.reasoning',
        'gen_ai.usage.cache_read.input_tokens',
        'gen_ai.usage.cache_read_input_tokens',
        'ai.usage.cachedInputTokens',
        'gen_ai.usage.cache_write.input_tokens',
        'gen_ai.usage.cache_creation.input_tokens',
        'gen_ai.usage.cache_creation_input_tokens',
      ]).flat(),
    ).toEqual([
      ...Array(3).fill('reasoning_tokens'),
      ...Array(3).fill('cache_read_input_tokens'),
      ...Array(3).fill('cache_creation_input_tokens'),
    ]);
  });

  it('keeps reasoning, pictures and answers of tools', () => {
    const { inputs } = map({
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.input.messages': text([
          {
            role: 'user',
            parts: [
              { type: 'text', content: 'What is this?' },
              { type: 'blob', mime_type: 'image/png', content: 'AAAA' },
            ],
          },
          { role: 'assistant', parts: [{ type: 'reasoning', content: 'Hm' }] },
          { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { n: 1 } }] },
        ]),
      },
    });
    expect(inputs.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'assistant', content: null, reasoning_content: 'Hm' },
      { role: 'tool', tool_call_id: 'c1', content: '{"n":1}' },
    ]);
  });
});

describe('a span', () => {
  it.each([
    ['openinference.span.kind', 'RETRIEVER', 'retriever'],
    ['openinference.span.kind', 'EVALUATOR', 'scorer'],
    ['traceloop.span.kind', 'workflow', 'chain'],
    ['gen_ai.operation.name', 'invoke_agent', 'agent'],
    ['gen_ai.operation.name', 'execute_tool', 'tool'],
    ['gen_ai.operation.name', 'embeddings', 'embedding'],
    ['weave.span.kind', 'search', 'retriever'],
    ['mlflow.spanType', 'CHAT_MODEL', 'llm'],
    ['langfuse.observation.type', 'generation', 'llm'],
  ])('of %s %s is a %s', (attribute, value, kind) => {
    expect(map({ attributes: { [attribute]: value } }).attributes.kind).toBe(kind);
  });

  it.each([
    ['traceloop', 'traceloop.entity.input', 'traceloop.entity.output'],
    ['openinference', 'input.value', 'output.value'],
    ['mlflow', 'mlflow.spanInputs', 'mlflow.spanOutputs'],
    ['vertex', 'gcp.vertex.agent.tool_call_args', 'gcp.vertex.agent.tool_response'],
    ['a tool of GenAI', 'gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'],
    ['a tool of Vercel', 'ai.toolCall.args', 'ai.toolCall.result'],
    ['people', 'inputs', 'outputs'],
  ])('keeps what went in and came out by %s', (_who, input, output) => {
    const found = map({
      attributes: { [input]: '{"a":1.0,"n":12345678901234567890}', [output]: 'done' },
    });
    expect(found.part.inputs).toBe('{"a":1.0,"n":12345678901234567890}');
    expect(found.output).toBe('done');
    expect(map({ attributes: { [input]: 'words' } }).inputs).toEqual({ input: 'words' });
  });

  it('unwraps the documents of a retriever', () => {
    const { output } = map({
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'retrieval.documents.0.document.content': 'first',
        'retrieval.documents.1.document.content': 'second',
      },
    });
    expect(output).toEqual([{ content: 'first' }, { content: 'second' }]);
  });

  it('has its ids, times and place in the tree', () => {
    const child = map({ parentSpanId: '00000000000000aa', name: 'work' }).part;
    expect(child).toMatchObject({
      id: 'b7ad6b7169203331',
      traceId: TRACE,
      parentId: '00000000000000aa',
      opName: 'work',
      startedAt: Number(START_NANOS / 1000n),
      endedAt: Number(START_NANOS / 1000n) + 1_500_000,
      exception: null,
    });
    expect(map({ parentSpanId: '0'.repeat(16) }).part.parentId).toBeNull();
    expect(map({ endNanos: 0n }).part).not.toHaveProperty('endedAt');
  });

  it('made below a call of Weave is in the tree of that call', () => {
    const attributes = {
      'weave.parent_call.id': 'call-1',
      'weave.parent_call.trace_id': 'trace-1',
    };
    expect(map({ attributes }).part).toMatchObject({ parentId: 'call-1', traceId: 'trace-1' });
    const inner = map({ attributes, parentSpanId: '00000000000000aa' }).part;
    expect(inner).toMatchObject({ parentId: '00000000000000aa', traceId: 'trace-1' });
  });

  it('of a conversation is in its thread, its root a turn', () => {
    const attributes = { 'gen_ai.conversation.id': 'talk' };
    expect(map({ attributes }).part).toMatchObject({
      threadId: 'talk',
      turnId: 'b7ad6b7169203331',
    });
    const child = map({ attributes, parentSpanId: '00000000000000aa' }).part;
    expect(child).toMatchObject({ threadId: 'talk', turnId: null });
    for (const name of ['session.id', 'langfuse.session.id', 'wandb.thread_id']) {
      expect(map({ attributes: { [name]: 's' } }).part.threadId).toBe('s');
    }
  });

  it('takes what people say to Weave', () => {
    const { part, attributes } = map({
      attributes: {
        'wandb.display_name': 'Answer',
        'wandb.attributes': '{"env":"test","__proto__":1}',
        'wandb.wb_run_id': 'team/project/run',
        'wandb.wb_run_step': 3,
      },
    });
    expect(part).toMatchObject({
      displayName: 'Answer',
      wbRunId: 'team/project/run',
      wbRunStep: 3,
    });
    expect(attributes.env).toBe('test');
    expect(Object.keys(attributes)).toContain('__proto__');
  });

  it('tells of errors by status, exception event and error.type, whichever there is', () => {
    const status = { code: 2, message: 'it broke' };
    const exception = { 'exception.type': 'ValueError', 'exception.message': 'bad' };
    const event = { name: 'exception', attributes: exception };
    expect(map({ status }).part.exception).toBe('it broke');
    expect(JSON.parse(map({ status, events: [event] }).part.exception ?? '')).toEqual({
      type: 'ValueError',
      message: 'bad',
    });
    expect(
      JSON.parse(map({ status, attributes: { 'error.type': 'Timeout' } }).part.exception ?? ''),
    ).toEqual({ type: 'Timeout', message: 'it broke' });
    expect(map({ status: { code: 2 } }).part.exception).toContain('status error');
    // What was caught did no harm.
    expect(map({ events: [event] }).part.exception).toBeNull();
  });

  it('of an agent tells its use, which the requests below it count', () => {
    const { summary } = map({
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.request.model': '__proto__',
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.cost': { double: 0.5 },
      },
    });
    expect(summary.usage).toBeUndefined();
    expect(Object.entries(summary.reported_usage)).toEqual([
      ['__proto__', { input_tokens: 10, requests: 1 }],
    ]);
    expect(summary.reported_cost).toEqual({ total: 0.5 });
  });

  it('keeps a name that is a value and begins other names, too', () => {
    const { attributes } = map({ attributes: { 'a.b': 1, 'a.b.c': 2, 'l.0': 'x', 'l.1': 'y' } });
    expect(attributes).toEqual({ a: { b: { c: 2 } }, 'a.b': 1, l: ['x', 'y'] });
  });

  it('is valid JSON and whole in its dump, whatever its attributes', () => {
    const key = fc
      .array(
        fc.constantFrom(
          'a',
          'ai',
          'gen_ai',
          'prompt',
          'messages',
          'input',
          'value',
          '0',
          '1',
          'role',
          '__proto__',
          'constructor',
          'llm',
          'input_messages',
          '',
          'message',
          'content',
          'langfuse',
          'observation',
          'weave',
          'kind',
          'operation',
          'name',
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((parts) => parts.join('.'));
    const value: fc.Arbitrary<Attribute> = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double().map((double) => ({ double })),
      fc.constantFrom('chat', 'LLM', '[]', '{}', '[{}]', '[{"role":"user"}]', '[{"content":[]}]'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 12 }), (pairs) => {
        const given = new Map(pairs);
        const { dump, attributes, inputs } = map({ attributes: Object.fromEntries(given) });
        expect(Object.keys(dump.attributes).sort()).toEqual([...given.keys()].sort());
        expect(typeof attributes).toBe('object');
        expect(Array.isArray(inputs)).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(Object.prototype).not.toHaveProperty('content');
  });

  it('keeps events, links, resource and scope in its dump', () => {
    const { dump } = map(
      {
        events: [{ name: 'e', attributes: { n: 1 } }],
        links: [{ traceId: TRACE, spanId: '00000000000000cc' }],
        status: { code: 1 },
        kind: 3,
      },
      { 'service.name': 'shop' },
    );
    expect(dump).toMatchObject({
      kind: 'CLIENT',
      status: { code: 'OK' },
      start_time: String(START_NANOS),
      events: [{ name: 'e', attributes: { n: 1 } }],
      links: [{ context: { span_id: '00000000000000cc' } }],
      resource: { attributes: { 'service.name': 'shop' } },
      scope: { name: 'tests', version: '1.0' },
    });
  });
});
