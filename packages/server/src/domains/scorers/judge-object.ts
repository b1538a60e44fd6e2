import {
  itemTexts,
  JudgeAnswer,
  type JudgeSpec,
  memberText,
  parseWeaveRef,
  ScorerSpec,
  stringOf,
} from '@runloom/model';
import { z } from 'zod';
import { nullIfNotFound } from '../../platform/errors.ts';
import type { JsonText, Objects, ObjectVersion } from '../objects/index.ts';
import { askedModelOf, settingsOf } from '../playground/index.ts';
import type { Project } from '../projects/index.ts';
import { schemaOf } from './judge.ts';

type Messages = NonNullable<JudgeSpec['messages']>;

/**
 * What a judge of the Python client (`LLMAsAJudgeScorer` with its `LLMStructuredCompletionModel`) says, or
 * that this server wrote in its shape; a text why it can't be carried out.
 */
export async function readJudge(
  objects: Pick<Objects, 'read'>,
  project: Project,
  { value, name }: ObjectVersion,
): Promise<ScorerSpec | string> {
  const follow = (told: JsonText) => followOwn(objects, project, told);
  const model = await follow(memberText(value, 'model') ?? 'null');
  const place = model === null ? null : placeOf(model);
  if (model === null || place === null) {
    return `${name} does not say where its model is asked (provider/model).`;
  }
  const looksAtMedia = ['image', 'audio', 'video'].filter(
    (kind) => memberText(value, `enable_${kind}_input_scoring`) === 'true',
  );
  if (looksAtMedia.length > 0) {
    return `${name} looks at ${looksAtMedia.join(' and ')} inputs; judges here look at texts.`;
  }
  const parameters = memberText(model, 'default_params') ?? '{}';
  const before = await templateOf(follow, parameters);
  const asked = await promptOf(follow, memberText(value, 'scoring_prompt') ?? 'null');
  if (before === null || asked === null) {
    return `${name} has messages with more than texts, or none of a user at the end.`;
  }
  const messages = [...before, ...asked.messages];
  const read = ScorerSpec.safeParse({
    kind: 'judge',
    name,
    field: stringOf(memberText(memberText(value, 'column_map') ?? '{}', 'output')) ?? '',
    ...place,
    prompt: asked.prompt,
    ...(messages.length === 0 ? {} : { messages }),
    answer: answerOf(parameters),
    parameters: settingsOf(JSON.parse(parameters) as Record<string, unknown>),
  });
  return read.success ? read.data : `${name} can't be read: ${read.error.issues[0]?.message ?? ''}`;
}

/** What a reference into the project names, the value itself where it is none; null for what is not there. */
async function followOwn(
  objects: Pick<Objects, 'read'>,
  project: Project,
  told: JsonText,
): Promise<JsonText | null> {
  const ref = parseWeaveRef(stringOf(told) ?? '');
  if (ref === null) return told;
  const isOwn =
    ref.kind === 'object' && ref.entity === project.entityName && ref.project === project.name;
  if (!isOwn) return null;
  return objects
    .read(project.id, ref.name, ref.version, { kind: 'object' })
    .then((found) => found.value)
    .catch(nullIfNotFound);
}

/** Models that people name without their provider; one of that name is asked. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:gpt-|chatgpt-|o\d)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^gemini-/, 'gemini'],
];

function placeOf(model: JsonText): { readonly provider: string; readonly model: string } | null {
  const said = askedModelOf(model);
  if (said !== null) return said;
  const id = stringOf(memberText(model, 'llm_model_id')) ?? '';
  const provider = FAMILIES.find(([names]) => names.test(id))?.[1];
  return provider === undefined ? null : { provider, model: id };
}

const Sent = z.array(
  z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
);

/** Messages that are texts alone; null where they are not. */
function messagesOf(text: JsonText): Messages | null {
  const read = Sent.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

/** The messages that stand before all others: of a prompt that the model names, else its own. */
async function templateOf(
  follow: (told: JsonText) => Promise<JsonText | null>,
  parameters: JsonText,
): Promise<Messages | null> {
  const prompt = memberText(parameters, 'prompt');
  if (prompt !== null && prompt !== 'null') {
    const found = await follow(prompt);
    return found === null ? null : messagesOf(memberText(found, 'messages') ?? 'null');
  }
  const template = memberText(parameters, 'messages_template');
  if (template === null || template === 'null') return [];
  return messagesOf(template);
}

/** A prompt that is a text, or a `MessagesPrompt`, whose last message is the user's. */
async function promptOf(
  follow: (told: JsonText) => Promise<JsonText | null>,
  told: JsonText,
): Promise<{ readonly prompt: string; readonly messages: Messages } | null> {
  const found = (await follow(told)) ?? 'null';
  const text = stringOf(found);
  if (text !== null) return { prompt: text, messages: [] };
  const messages = messagesOf(memberText(found, 'messages') ?? 'null');
  const last = messages?.at(-1);
  if (messages === null || last?.role !== 'user') return null;
  return { prompt: last.content, messages: messages.slice(0, -1) };
}

/** Of a schema that this server wrote its kind; any other stays a schema, and no form is any text. */
function answerOf(parameters: JsonText): JudgeAnswer {
  const text = memberText(parameters, 'response_schema') ?? 'null';
  const schema = JSON.parse(text) as {
    properties?: Record<string, Record<string, unknown>>;
  } | null;
  if (schema === null) {
    const format = stringOf(memberText(parameters, 'response_format') ?? 'null') ?? 'text';
    return format === 'text' ? { kind: 'text' } : { kind: 'schema', schema: { type: 'object' } };
  }
  const { passed, score, category } = schema.properties ?? {};
  const passing = [...itemTexts(memberText(parameters, 'passing_categories') ?? '[]')].flatMap(
    (one) => stringOf(one) ?? [],
  );
  const candidates: unknown[] = [
    ...(passed ? [{ kind: 'passed' }] : []),
    ...(score ? [{ kind: 'score', min: score['minimum'], max: score['maximum'] }] : []),
    ...(category ? [{ kind: 'category', categories: category['enum'], passing }] : []),
  ];
  for (const candidate of candidates) {
    const read = JudgeAnswer.safeParse(candidate);
    if (read.success && JSON.stringify(schemaOf(read.data)) === JSON.stringify(schema)) {
      return read.data;
    }
  }
  return { kind: 'schema', schema: schema as Record<string, unknown> };
}
