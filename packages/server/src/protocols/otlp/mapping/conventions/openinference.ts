import type { Convention } from '../convention.ts';

/** OpenInference, as Phoenix's instrumentations write it. https://arize-ai.github.io/openinference/spec/ */
export const OPEN_INFERENCE: Convention = {
  name: 'openinference',
  meanings: {
    model: ['llm.model_name', 'embedding.model_name', 'reranker.model_name'],
    provider: ['llm.provider', 'llm.system'],
    system: ['llm.system'],
    agentName: ['agent.name'],
    toolName: ['tool.name'],
    modelParameters: ['llm.invocation_parameters'],
    toolDefinitions: ['llm.tools'],
    threadId: ['session.id'],
    inputTokens: ['llm.token_count.prompt'],
    outputTokens: ['llm.token_count.completion'],
    totalTokens: ['llm.token_count.total'],
    cacheReadTokens: ['llm.token_count.prompt_details.cache_read'],
    cacheCreationTokens: ['llm.token_count.prompt_details.cache_write'],
    reasoningTokens: ['llm.token_count.completion_details.reasoning'],
    inputCost: ['llm.cost.prompt'],
    outputCost: ['llm.cost.completion'],
    totalCost: ['llm.cost.total'],
  },
  inputs: [
    { attribute: 'llm.input_messages', as: 'messages', role: 'user' },
    { attribute: 'reranker.query', as: 'value' },
    { attribute: 'input.value', as: 'value' },
    { attribute: 'tool.parameters', as: 'value' },
  ],
  output: [
    { attribute: 'llm.output_messages', as: 'messages', role: 'assistant' },
    { attribute: 'retrieval.documents', as: 'documents' },
    { attribute: 'reranker.output_documents', as: 'documents' },
    { attribute: 'output.value', as: 'value' },
  ],
  kinds: [
    {
      attribute: 'openinference.span.kind',
      values: {
        llm: 'llm',
        embedding: 'embedding',
        chain: 'chain',
        retriever: 'retriever',
        reranker: 'reranker',
        tool: 'tool',
        agent: 'agent',
        guardrail: 'guardrail',
        evaluator: 'scorer',
        prompt: 'prompt',
      },
    },
  ],
};
