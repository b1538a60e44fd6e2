import { memberText, stringOf } from '@runloom/model';
import type { JsonText } from '../calls/index.ts';
import type { Asked } from './interfaces/types.ts';

/** The class of the Python client under which settings of models are kept. */
export const MODEL_CLASS = 'LLMStructuredCompletionModel';

/** Settings by their names, and as the client calls them. */
const NAMES = {
  temperature: 'temperature',
  topP: 'top_p',
  maxTokens: 'max_tokens',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  stop: 'stop',
  seed: 'seed',
} as const;

/**
 * The object that stands for a model with its settings, as the Python client writes it.
 * @param own what else is set, in the client's words; `messages_template` and `prompt` stand first
 */
export function modelObject(
  { provider, model, parameters }: Pick<Asked, 'provider' | 'model' | 'parameters'>,
  own: Readonly<Record<string, unknown>>,
): JsonText {
  const { messages_template = null, prompt = null, response_format = null, ...rest } = own;
  return JSON.stringify({
    _type: MODEL_CLASS,
    name: null,
    description: null,
    llm_model_id: `${provider}/${model}`,
    default_params: {
      messages_template,
      prompt,
      ...Object.fromEntries(
        Object.entries(NAMES).map(([name, theirs]) => [
          theirs,
          parameters[name as keyof typeof NAMES] ?? null,
        ]),
      ),
      n_times: null,
      functions: null,
      response_format,
      ...rest,
    },
    _class_name: MODEL_CLASS,
    _bases: ['Model', 'Object', 'BaseModel'],
  });
}

/** Where such an object says that its model is asked; null where it does not say `provider/model`. */
export function askedModelOf(
  object: JsonText,
): { readonly provider: string; readonly model: string } | null {
  const [provider = '', ...rest] = (stringOf(memberText(object, 'llm_model_id')) ?? '').split('/');
  return rest.length === 0 ? null : { provider, model: rest.join('/') };
}

/** The settings among a client's `default_params`, by our names; what is not set is left out. */
export const settingsOf = (
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([name, theirs]) => {
      const value = parameters[theirs];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
