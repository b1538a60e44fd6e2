import { type ModelTool, ModelTool as ModelToolSchema, PromptMessage } from '@runloom/model';
import { z } from 'zod';
import { withContent } from '../../components/message-editor/message-text.ts';
import { type ChatMessage, readInputMessages } from '../traces/call/chat/messages.ts';

/** What a traced call asked a model, as the playground asks it. */
export interface AskedBefore {
  readonly model: string;
  readonly messages: readonly PromptMessage[];
  readonly tools: readonly ModelTool[];
  readonly parameters: Readonly<Record<string, number>>;
}

const Messages = z.array(PromptMessage).min(1);

/** Reads the inputs of a call of any library; null for what is no conversation. */
export function readAsked(inputs: unknown): AskedBefore | null {
  const read = readInputMessages(inputs);
  if (read === null) return null;
  const fields: Readonly<Record<string, unknown>> =
    typeof inputs === 'object' && inputs !== null ? { ...inputs } : {};
  // As OpenAI writes them they are kept whole; others are told by their parts.
  const plain = Messages.safeParse(fields['messages']);
  const isPlain = plain.success && plain.data.length === read.length && plain.data.every(isOpenAi);
  const tools = z.array(ModelToolSchema).safeParse(fields['tools']);
  return {
    model: typeof fields['model'] === 'string' ? fields['model'] : '',
    messages: isPlain ? plain.data : read.map(messageOf),
    tools: tools.success ? tools.data : [],
    parameters: numbersOf(fields),
  };
}

const isOpenAi = ({ content }: PromptMessage): boolean =>
  !Array.isArray(content) ||
  content.every((part) => part['type'] === 'text' || part['type'] === 'image_url');

function messageOf({ role, parts }: ChatMessage): PromptMessage {
  const texts = parts.flatMap((part) =>
    part.kind === 'text' || part.kind === 'tool-result' || part.kind === 'other' ? [part.text] : [],
  );
  const images = parts.flatMap((part) => (part.kind === 'image' ? [part.url] : []));
  const calls = parts.flatMap((part, index) =>
    part.kind === 'tool-call'
      ? [
          {
            id: part.id ?? `call-${index}`,
            type: 'function',
            function: { name: part.name, arguments: part.input },
          },
        ]
      : [],
  );
  const [result] = parts.flatMap((part) => (part.kind === 'tool-result' ? [part.id] : []));
  return withContent(
    {
      role: result === undefined ? (role === 'model' ? 'assistant' : role) : 'tool',
      content: '',
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(result === undefined || result === null ? {} : { tool_call_id: result }),
    },
    texts.join('\n'),
    images,
  );
}

const NAMES: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  top_p: 'topP',
  max_tokens: 'maxTokens',
  max_completion_tokens: 'maxTokens',
  seed: 'seed',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
};

function numbersOf(fields: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([theirs, ours]) => {
      const value = fields[theirs];
      return typeof value === 'number' ? [[ours, value] as const] : [];
    }),
  );
}
