import type { PromptMessage } from '@runloom/model';
import { ModelError } from '../model-error.ts';
import { type ContentPart, partsOf, splitSystem, toolCallsOf, wholeText } from './content.ts';
import { countOf, type Delta, fieldsOf, given, type ProviderInterface, textOf } from './types.ts';

const VERSION = '2023-06-01';
/** The interface asks for a limit always. */
const USUAL_LIMIT = 4_096;
/** An answer that must fit a schema is asked for as the input of a function of this name. */
const ANSWER = 'give_answer';

/** Messages as Anthropic defined them. */
export const anthropic: ProviderInterface = {
  request({ model, messages, tools, answerSchema, parameters }, apiKey) {
    const { system, others } = splitSystem(messages);
    const functions = [
      ...tools.map(({ function: { name, description, parameters: schema } }) =>
        given({ name, description, input_schema: schema ?? { type: 'object' } }),
      ),
      ...(answerSchema === undefined
        ? []
        : [{ name: ANSWER, description: 'Gives the answer.', input_schema: answerSchema }]),
    ];
    return {
      path: '/v1/messages',
      headers: {
        'anthropic-version': VERSION,
        ...(apiKey === null ? {} : { 'x-api-key': apiKey }),
      },
      body: given({
        model,
        max_tokens: parameters.maxTokens ?? USUAL_LIMIT,
        system: system === '' ? undefined : system,
        messages: joined(others.map(messageOf)),
        tools: functions.length === 0 ? undefined : functions,
        tool_choice: answerSchema === undefined ? undefined : { type: 'tool', name: ANSWER },
        temperature: parameters.temperature,
        top_p: parameters.topP,
        stop_sequences: parameters.stop,
        stream: true,
      }),
    };
  },

  read(event) {
    const at = countOf(event['index']);
    switch (event['type']) {
      case 'message_start':
        return [usageOf(fieldsOf(fieldsOf(event['message'])['usage']))];
      case 'content_block_start': {
        const block = fieldsOf(event['content_block']);
        if (block['type'] !== 'tool_use') return [];
        const name = textOf(block['name']);
        return [{ kind: 'tool call', at, id: textOf(block['id']), name }];
      }
      case 'content_block_delta': {
        const delta = fieldsOf(event['delta']);
        const text = textOf(delta['text']);
        if (text !== '') return [{ kind: 'text', text }];
        const reasoning = textOf(delta['thinking']);
        if (reasoning !== '') return [{ kind: 'reasoning', text: reasoning }];
        const input = textOf(delta['partial_json']);
        return input === '' ? [] : [{ kind: 'tool call', at, arguments: input }];
      }
      case 'message_delta': {
        const reason = textOf(fieldsOf(event['delta'])['stop_reason']);
        const finish: Delta[] = reason === '' ? [] : [{ kind: 'finish', reason }];
        const completionTokens = countOf(fieldsOf(event['usage'])['output_tokens']);
        return [...finish, { kind: 'usage', usage: { completionTokens } }];
      }
      case 'error': {
        const error = fieldsOf(event['error']);
        const isBusy = error['type'] === 'overloaded_error' || error['type'] === 'rate_limit_error';
        throw new ModelError(
          isBusy ? 'rate limited' : 'provider error',
          textOf(error['message']) || 'The provider told of an error.',
        );
      }
      default:
        return [];
    }
  },
};

/** What was asked for as a function's input because it must fit a schema is the answer itself. */
export const isAnswerCall = (name: string): boolean => name === ANSWER;

function usageOf(usage: ReturnType<typeof fieldsOf>): Delta {
  const cacheReadTokens = countOf(usage['cache_read_input_tokens']);
  const cacheCreationTokens = countOf(usage['cache_creation_input_tokens']);
  return {
    kind: 'usage',
    usage: {
      promptTokens: countOf(usage['input_tokens']) + cacheReadTokens + cacheCreationTokens,
      completionTokens: countOf(usage['output_tokens']),
      cacheReadTokens,
      cacheCreationTokens,
    },
  };
}

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly object[];
}

function messageOf(message: PromptMessage): Message {
  if (message.role === 'tool') {
    const result = {
      type: 'tool_result',
      tool_use_id: textOf(message['tool_call_id']),
      content: wholeText(message),
    };
    return { role: 'user', content: [result] };
  }
  const calls = toolCallsOf(message).map(({ id, name, input }) => ({
    type: 'tool_use',
    id,
    name,
    input,
  }));
  return {
    role: message.role === 'assistant' ? 'assistant' : 'user',
    content: [...partsOf(message).map(blockOf), ...calls],
  };
}

function blockOf(part: ContentPart): object {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return {
        type: 'image',
        source: { type: 'base64', media_type: part.mediaType, data: part.data },
      };
    case 'image address':
      return { type: 'image', source: { type: 'url', url: part.url } };
  }
}

/** Roles take turns: messages of one role that follow each other are one. */
function joined(messages: readonly Message[]): readonly Message[] {
  const turns: Message[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (last?.role === message.role) {
      turns[turns.length - 1] = { ...last, content: [...last.content, ...message.content] };
    } else if (message.content.length > 0) turns.push(message);
  }
  return turns;
}
