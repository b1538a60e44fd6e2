import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attribute, START_NANOS, TRACE } from '../otlp.testing.ts';
import { mapped } from './mapping.testing.ts';

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
    expect(mapped({ attributes: { [attribute]: value } }).attributes.kind).toBe(kind);
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
    const found = mapped({
      attributes: { [input]: '{"a":1.0,"n":12345678901234567890}', [output]: 'done' },
    });
    expect(found.part.inputs).toBe('{"a":1.0,"n":12345678901234567890}');
    expect(found.output).toBe('done');
    expect(mapped({ attributes: { [input]: 'words' } }).inputs).toEqual({ input: 'words' });
  });

  it('unwraps the documents of a retriever', () => {
    const { output } = mapped({
      attributes: {
        'openinference.span.kind': 'RETRIEVER',
        'retrieval.documents.0.document.content': 'first',
        'retrieval.documents.1.document.content': 'second',
      },
    });
    expect(output).toEqual([{ content: 'first' }, { content: 'second' }]);
  });

  it('has its ids, times and place in the tree', () => {
    const child = mapped({ parentSpanId: '00000000000000aa', name: 'work' }).part;
    expect(child).toMatchObject({
      id: 'b7ad6b7169203331',
      traceId: TRACE,
      parentId: '00000000000000aa',
      opName: 'work',
      startedAt: Number(START_NANOS / 1000n),
      endedAt: Number(START_NANOS / 1000n) + 1_500_000,
      exception: null,
    });
    expect(mapped({ parentSpanId: '0'.repeat(16) }).part.parentId).toBeNull();
    expect(mapped({ endNanos: 0n }).part).not.toHaveProperty('endedAt');
  });

  it('made below a call of Weave is in the tree of that call', () => {
    const attributes = {
      'weave.parent_call.id': 'call-1',
      'weave.parent_call.trace_id': 'trace-1',
    };
    expect(mapped({ attributes }).part).toMatchObject({ parentId: 'call-1', traceId: 'trace-1' });
    const inner = mapped({ attributes, parentSpanId: '00000000000000aa' }).part;
    expect(inner).toMatchObject({ parentId: '00000000000000aa', traceId: 'trace-1' });
  });

  it('of a conversation is in its thread, its root a turn', () => {
    const attributes = { 'gen_ai.conversation.id': 'talk' };
    expect(mapped({ attributes }).part).toMatchObject({
      threadId: 'talk',
      turnId: 'b7ad6b7169203331',
    });
    const child = mapped({ attributes, parentSpanId: '00000000000000aa' }).part;
    expect(child).toMatchObject({ threadId: 'talk', turnId: null });
    for (const name of ['session.id', 'langfuse.session.id', 'wandb.thread_id']) {
      expect(mapped({ attributes: { [name]: 's' } }).part.threadId).toBe('s');
    }
  });

  it('takes what people say to Weave', () => {
    const { part, attributes } = mapped({
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
    expect(mapped({ status }).part.exception).toBe('it broke');
    expect(JSON.parse(mapped({ status, events: [event] }).part.exception ?? '')).toEqual({
      type: 'ValueError',
      message: 'bad',
    });
    expect(
      JSON.parse(mapped({ status, attributes: { 'error.type': 'Timeout' } }).part.exception ?? ''),
    ).toEqual({ type: 'Timeout', message: 'it broke' });
    expect(mapped({ status: { code: 2 } }).part.exception).toContain('status error');
    // What was caught did no harm.
    expect(mapped({ events: [event] }).part.exception).toBeNull();
  });

  it('of an agent tells its use, which the requests below it count', () => {
    const { summary } = mapped({
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
    const { attributes } = mapped({ attributes: { 'a.b': 1, 'a.b.c': 2, 'l.0': 'x', 'l.1': 'y' } });
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
        const { dump, attributes, inputs } = mapped({ attributes: Object.fromEntries(given) });
        expect(Object.keys(dump.attributes).sort()).toEqual([...given.keys()].sort());
        expect(typeof attributes).toBe('object');
        expect(Array.isArray(inputs)).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(Object.prototype).not.toHaveProperty('content');
  });

  it('keeps events, links, resource and scope in its dump', () => {
    const { dump } = mapped(
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
