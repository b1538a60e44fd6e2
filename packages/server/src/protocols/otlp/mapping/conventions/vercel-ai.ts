import type { Convention } from '../convention.ts';

/** Vercel's AI SDK, versions 3 to 7. https://ai-sdk.dev/docs/ai-sdk-core/telemetry */
export const VERCEL_AI: Convention = {
  name: 'vercel-ai',
  meanings: {
    model: ['ai.response.model', 'ai.model.id'],
    provider: ['ai.model.provider'],
    operation: ['ai.operationId'],
    agentName: ['ai.telemetry.functionId'],
    toolName: ['ai.toolCall.name'],
    modelParameters: ['ai.settings'],
    toolDefinitions: ['ai.prompt.tools'],
    threadId: ['ai.telemetry.metadata.sessionId', 'ai.telemetry.metadata.threadId'],
    inputTokens: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
    outputTokens: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
    totalTokens: ['ai.usage.totalTokens'],
    cacheReadTokens: ['ai.usage.cachedInputTokens', 'ai.usage.inputTokenDetails.cacheReadTokens'],
    cacheCreationTokens: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
    reasoningTokens: ['ai.usage.reasoningTokens', 'ai.usage.outputTokenDetails.reasoningTokens'],
  },
  inputs: [
    { attribute: 'ai.prompt.messages', as: 'messages', role: 'user' },
    { attribute: 'ai.prompt', as: 'messages', role: 'user' },
    { attribute: 'ai.toolCall.args', as: 'value' },
    { attribute: 'ai.toolCall.input', as: 'value' },
    { attribute: 'ai.value', as: 'value' },
    { attribute: 'ai.values', as: 'value' },
  ],
  output: [
    { attribute: 'ai.response', as: 'vercel-answer' },
    { attribute: 'ai.toolCall.result', as: 'value' },
    { attribute: 'ai.toolCall.output', as: 'value' },
    { attribute: 'ai.embedding', as: 'value' },
    { attribute: 'ai.embeddings', as: 'value' },
  ],
  kinds: [
    {
      attribute: 'ai.operationId',
      values: {
        // The outer spans repeat what those of each request to the model say.
        'ai.generatetext': 'chain',
        'ai.streamtext': 'chain',
        'ai.generateobject': 'chain',
        'ai.streamobject': 'chain',
        'ai.embed': 'chain',
        'ai.embedmany': 'chain',
        'ai.rerank': 'chain',
        'ai.generatetext.dogenerate': 'llm',
        'ai.streamtext.dostream': 'llm',
        'ai.generateobject.dogenerate': 'llm',
        'ai.streamobject.dostream': 'llm',
        'ai.embed.doembed': 'embedding',
        'ai.embedmany.doembed': 'embedding',
        'ai.rerank.dorerank': 'reranker',
        'ai.toolcall': 'tool',
      },
    },
  ],
};
