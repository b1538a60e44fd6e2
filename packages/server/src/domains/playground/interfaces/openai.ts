import { ModelError } from '../model-error.ts';
import {
  type Asked,
  countOf,
  type Delta,
  fieldsOf,
  given,
  listOf,
  type ProviderInterface,
  textOf,
} from './types.ts';

/** Models that take their limit by its newer name only. */
const NEWER_LIMIT = /^(?:o\d|gpt-5)/;

/** What is asked, as OpenAI writes it. */
export const chatOf = (
  { model, messages, tools, answerSchema, parameters }: Asked,
  limit: 'max_tokens' | 'max_completion_tokens',
) =>
  given({
    model,
    messages,
    tools: tools.length === 0 ? undefined : tools,
    response_format:
      answerSchema === undefined
        ? undefined
        : { type: 'json_schema', json_schema: { name: 'answer', schema: answerSchema } },
    temperature: parameters.temperature,
    top_p: parameters.topP,
    [limit]: parameters.maxTokens,
    stop: parameters.stop,
    seed: parameters.seed,
    frequency_penalty: parameters.frequencyPenalty,
    presence_penalty: parameters.presencePenalty,
  });

/** Chat completions as OpenAI defined them, and as vLLM, Ollama and many others speak them. */
export const openAi: ProviderInterface = {
  request(asked, apiKey) {
    const limit = NEWER_LIMIT.test(asked.model) ? 'max_completion_tokens' : 'max_tokens';
    return {
      path: '/chat/completions',
      headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      body: { ...chatOf(asked, limit), stream: true, stream_options: { include_usage: true } },
    };
  },

  read(event) {
    if (event['error'] !== undefined) {
      const message = textOf(fieldsOf(event['error'])['message']);
      throw new ModelError('provider error', message || 'The provider told of an error.');
    }
    const deltas: Delta[] = [];
    for (const choice of listOf(event['choices'])) {
      const reason = fieldsOf(choice)['finish_reason'];
      const said = fieldsOf(fieldsOf(choice)['delta']);
      const reasoning = textOf(said['reasoning_content']) || textOf(said['reasoning']);
      if (reasoning !== '') deltas.push({ kind: 'reasoning', text: reasoning });
      const text = textOf(said['content']);
      if (text !== '') deltas.push({ kind: 'text', text });
      for (const [index, call] of listOf(said['tool_calls']).entries()) {
        const called = fieldsOf(fieldsOf(call)['function']);
        const place = fieldsOf(call)['index'];
        deltas.push({
          kind: 'tool call',
          at: typeof place === 'number' ? place : index,
          id: textOf(fieldsOf(call)['id']),
          name: textOf(called['name']),
          arguments: textOf(called['arguments']),
        });
      }
      if (typeof reason === 'string') deltas.push({ kind: 'finish', reason });
    }
    const usage = event['usage'];
    if (typeof usage === 'object' && usage !== null) {
      const counted = fieldsOf(usage);
      deltas.push({
        kind: 'usage',
        usage: {
          promptTokens: countOf(counted['prompt_tokens']),
          completionTokens: countOf(counted['completion_tokens']),
          totalTokens: countOf(counted['total_tokens']),
          cacheReadTokens: countOf(fieldsOf(counted['prompt_tokens_details'])['cached_tokens']),
        },
      });
    }
    return deltas;
  },
};
