import type { Convention } from '../convention.ts';

/**
 * OpenTelemetry's semantic conventions for generative AI, from 1.27 (prompt and completion, events)
 * to 1.38 (messages as attributes), with the names that were tried in between.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
export const GEN_AI: Convention = {
  name: 'gen_ai',
  meanings: {
    model: ['gen_ai.response.model', 'gen_ai.request.model'],
    provider: ['gen_ai.provider.name', 'gen_ai.system'],
    system: ['gen_ai.system'],
    operation: ['gen_ai.operation.name'],
    agentName: ['gen_ai.agent.name'],
    toolName: ['gen_ai.tool.name'],
    modelParameters: ['gen_ai.request'],
    toolDefinitions: ['gen_ai.tool.definitions', 'gen_ai.agent.tools'],
    systemInstructions: ['gen_ai.system_instructions'],
    threadId: ['gen_ai.conversation.id'],
    errorType: ['error.type'],
    inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
    totalTokens: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
    cacheReadTokens: [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cached_tokens',
    ],
    cacheCreationTokens: [
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.input_tokens.cache_write',
      'gen_ai.usage.details.cache_write_tokens',
    ],
    reasoningTokens: [
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.output_tokens.reasoning',
      'gen_ai.usage.details.reasoning_tokens',
    ],
    totalCost: ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'operation.cost'],
    inputCost: ['gen_ai.usage.input_cost'],
    outputCost: ['gen_ai.usage.output_cost'],
  },
  inputs: [
    { attribute: 'gen_ai.input.messages', as: 'messages', role: 'user' },
    { attribute: 'gen_ai.prompt', as: 'messages', role: 'user' },
    { attribute: 'gen_ai.tool.call.arguments', as: 'value' },
    { attribute: 'gen_ai.retrieval.query.text', as: 'value' },
    { attribute: 'pydantic_ai.all_messages', as: 'messages', role: 'user' },
  ],
  output: [
    { attribute: 'gen_ai.output.messages', as: 'messages', role: 'assistant' },
    { attribute: 'gen_ai.completion', as: 'messages', role: 'assistant' },
    { attribute: 'gen_ai.content.completion', as: 'messages', role: 'assistant' },
    { attribute: 'gen_ai.tool.call.result', as: 'value' },
    { attribute: 'gen_ai.retrieval.documents', as: 'documents' },
    { attribute: 'final_result', as: 'value' },
  ],
  events: [
    { event: 'gen_ai.system.message', side: 'input', role: 'system' },
    { event: 'gen_ai.user.message', side: 'input', role: 'user' },
    { event: 'gen_ai.assistant.message', side: 'input', role: 'assistant' },
    { event: 'gen_ai.tool.message', side: 'input', role: 'tool' },
    { event: 'gen_ai.choice', side: 'output', role: 'assistant' },
    { event: 'gen_ai.content.prompt', side: 'input', role: 'user', attribute: 'gen_ai.prompt' },
    {
      event: 'gen_ai.content.completion',
      side: 'output',
      role: 'assistant',
      attribute: 'gen_ai.completion',
    },
    {
      event: 'gen_ai.client.inference.operation.details',
      side: 'input',
      role: 'user',
      attribute: 'gen_ai.input.messages',
    },
    {
      event: 'gen_ai.client.inference.operation.details',
      side: 'output',
      role: 'assistant',
      attribute: 'gen_ai.output.messages',
    },
  ],
  kinds: [
    {
      attribute: 'gen_ai.operation.name',
      values: {
        chat: 'llm',
        text_completion: 'llm',
        generate_content: 'llm',
        embeddings: 'embedding',
        retrieval: 'retriever',
        invoke_agent: 'agent',
        create_agent: 'agent',
        invoke_workflow: 'chain',
        execute_tool: 'tool',
      },
    },
  ],
};
