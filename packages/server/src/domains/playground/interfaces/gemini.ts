import type { PromptMessage } from '@runloom/model';
import { ModelError } from '../model-error.ts';
import { type ContentPart, partsOf, splitSystem, toolCallsOf, wholeText } from './content.ts';
import {
  countOf,
  type Delta,
  fieldsOf,
  given,
  listOf,
  type ProviderInterface,
  textOf,
} from './types.ts';

/** `generateContent` as Google defined it for Gemini. */
export const gemini: ProviderInterface = {
  request({ model, messages, tools, answerSchema, parameters }, apiKey) {
    const { system, others } = splitSystem(messages);
    const names = new Map(
      others.flatMap((message) => toolCallsOf(message).map(({ id, name }) => [id, name] as const)),
    );
    return {
      path: `/v1beta/models/${encodeURIComponent(model)}:streamGenerateContent?alt=sse`,
      headers: apiKey === null ? {} : { 'x-goog-api-key': apiKey },
      body: given({
        contents: others.map((message) => contentOf(message, names)),
        systemInstruction: system === '' ? undefined : { parts: [{ text: system }] },
        tools:
          tools.length === 0
            ? undefined
            : [
                {
                  functionDeclarations: tools.map(
                    ({ function: { name, description, parameters: schema } }) =>
                      given({ name, description, parametersJsonSchema: schema }),
                  ),
                },
              ],
        generationConfig: given({
          temperature: parameters.temperature,
          topP: parameters.topP,
          maxOutputTokens: parameters.maxTokens,
          stopSequences: parameters.stop,
          seed: parameters.seed,
          frequencyPenalty: parameters.frequencyPenalty,
          presencePenalty: parameters.presencePenalty,
          responseMimeType: answerSchema === undefined ? undefined : 'application/json',
          responseJsonSchema: answerSchema,
        }),
      }),
    };
  },

  read(event) {
    if (event['error'] !== undefined) {
      const message = textOf(fieldsOf(event['error'])['message']);
      throw new ModelError('provider error', message || 'The provider told of an error.');
    }
    const deltas: Delta[] = [];
    const blocked = textOf(fieldsOf(event['promptFeedback'])['blockReason']);
    if (blocked !== '') {
      throw new ModelError('refused', `The provider blocked the prompt (${blocked}).`);
    }
    for (const candidate of listOf(event['candidates'])) {
      const content = fieldsOf(fieldsOf(candidate)['content']);
      for (const [at, one] of listOf(content['parts']).entries()) {
        const part = fieldsOf(one);
        const text = textOf(part['text']);
        if (text !== '') {
          deltas.push({ kind: part['thought'] === true ? 'reasoning' : 'text', text });
        }
        const called = part['functionCall'];
        if (called === undefined) continue;
        const name = textOf(fieldsOf(called)['name']);
        deltas.push({
          kind: 'tool call',
          at,
          id: textOf(fieldsOf(called)['id']) || `${name}-${at}`,
          name,
          arguments: JSON.stringify(fieldsOf(called)['args'] ?? {}),
        });
      }
      const finishReason = fieldsOf(candidate)['finishReason'];
      if (typeof finishReason === 'string') deltas.push({ kind: 'finish', reason: finishReason });
    }
    const usage = fieldsOf(event['usageMetadata']);
    if (Object.keys(usage).length > 0) {
      deltas.push({
        kind: 'usage',
        usage: {
          promptTokens: countOf(usage['promptTokenCount']),
          completionTokens:
            countOf(usage['candidatesTokenCount']) + countOf(usage['thoughtsTokenCount']),
          totalTokens: countOf(usage['totalTokenCount']),
          cacheReadTokens: countOf(usage['cachedContentTokenCount']),
        },
      });
    }
    return deltas;
  },
};

/** @param names of functions by the ids of their calls: results are told by name */
function contentOf(message: PromptMessage, names: ReadonlyMap<string, string>): object {
  if (message.role === 'tool') {
    const name = names.get(textOf(message['tool_call_id'])) ?? 'function';
    const response = { result: wholeText(message) };
    return { role: 'user', parts: [{ functionResponse: { name, response } }] };
  }
  const calls = toolCallsOf(message).map(({ name, input }) => ({
    functionCall: { name, args: input },
  }));
  return {
    role: message.role === 'assistant' ? 'model' : 'user',
    parts: [...partsOf(message).map(partOf), ...calls],
  };
}

function partOf(part: ContentPart): object {
  switch (part.kind) {
    case 'text':
      return { text: part.text };
    case 'image':
      return { inlineData: { mimeType: part.mediaType, data: part.data } };
    case 'image address':
      return { fileData: { fileUri: part.url } };
  }
}
