import type { Convention } from '../convention.ts';

/** Traceloop's OpenLLMetry, beside what it shares with the GenAI conventions. */
export const TRACELOOP: Convention = {
  name: 'traceloop',
  meanings: {
    agentName: ['traceloop.entity.name'],
    threadId: [
      'traceloop.association.properties.session_id',
      'traceloop.association.properties.thread_id',
      'traceloop.association.properties.chat_id',
    ],
    toolDefinitions: ['llm.request.functions'],
    cacheReadTokens: ['llm.usage.cache_read_input_tokens'],
    cacheCreationTokens: ['llm.usage.cache_creation_input_tokens'],
    reasoningTokens: ['llm.usage.reasoning_tokens'],
  },
  inputs: [{ attribute: 'traceloop.entity.input', as: 'value' }],
  output: [{ attribute: 'traceloop.entity.output', as: 'value' }],
  kinds: [
    {
      attribute: 'traceloop.span.kind',
      values: { workflow: 'chain', task: 'chain', agent: 'agent', tool: 'tool' },
    },
    {
      attribute: 'llm.request.type',
      values: { chat: 'llm', completion: 'llm', embedding: 'embedding', rerank: 'reranker' },
    },
  ],
};
