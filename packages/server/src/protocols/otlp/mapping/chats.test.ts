import { describe, expect, it } from 'vitest';
import type { WrittenSpan } from '../otlp.testing.ts';
import { mapped } from './mapping.testing.ts';

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
    const { attributes, inputs, output, summary } = mapped(span as WrittenSpan);
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
        const { summary } = mapped({ attributes: { 'gen_ai.operation.name': 'chat', [name]: 7 } });
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
    const { inputs } = mapped({
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
