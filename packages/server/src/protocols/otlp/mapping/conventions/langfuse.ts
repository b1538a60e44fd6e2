import type { Convention } from '../convention.ts';

/** Langfuse's clients from version 3 on. https://langfuse.com/integrations/native/opentelemetry */
export const LANGFUSE: Convention = {
  name: 'langfuse',
  meanings: {
    model: ['langfuse.observation.model.name'],
    modelParameters: ['langfuse.observation.model.parameters'],
    threadId: ['langfuse.session.id'],
    errorMessage: ['langfuse.observation.status_message'],
    startedAt: ['langfuse.startTime'],
    endedAt: ['langfuse.endTime'],
    inputTokens: [
      'langfuse.observation.usage_details#input',
      'langfuse.observation.usage_details#input_tokens',
      'langfuse.observation.usage_details#prompt_tokens',
    ],
    outputTokens: [
      'langfuse.observation.usage_details#output',
      'langfuse.observation.usage_details#output_tokens',
      'langfuse.observation.usage_details#completion_tokens',
    ],
    totalTokens: [
      'langfuse.observation.usage_details#total',
      'langfuse.observation.usage_details#total_tokens',
    ],
    cacheReadTokens: [
      'langfuse.observation.usage_details#cache_read_input_tokens',
      'langfuse.observation.usage_details#input_cached_tokens',
    ],
    cacheCreationTokens: ['langfuse.observation.usage_details#cache_creation_input_tokens'],
    reasoningTokens: ['langfuse.observation.usage_details#output_reasoning_tokens'],
    inputCost: ['langfuse.observation.cost_details#input'],
    outputCost: ['langfuse.observation.cost_details#output'],
    totalCost: ['langfuse.observation.cost_details#total'],
  },
  inputs: [
    { attribute: 'langfuse.observation.input', as: 'value' },
    { attribute: 'langfuse.trace.input', as: 'value' },
  ],
  output: [
    { attribute: 'langfuse.observation.output', as: 'value' },
    { attribute: 'langfuse.trace.output', as: 'value' },
  ],
  kinds: [
    {
      attribute: 'langfuse.observation.type',
      values: {
        generation: 'llm',
        embedding: 'embedding',
        agent: 'agent',
        tool: 'tool',
        chain: 'chain',
        retriever: 'retriever',
        evaluator: 'scorer',
        guardrail: 'guardrail',
      },
    },
  ],
};
