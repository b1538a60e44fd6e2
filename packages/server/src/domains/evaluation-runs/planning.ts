import {
  type EvaluatedModel,
  ModelParameters,
  ModelTool,
  memberText,
  objectNameOf,
  PromptMessage,
  parseExactJson,
  stringOf,
  toApiJson,
} from '@runloom/model';
import { z } from 'zod';
import { invalid } from '../../platform/errors.ts';
import { tableDigestOf } from '../datasets/index.ts';
import type { Objects, ObjectVersion, TableRow } from '../objects/index.ts';
import {
  type Asked,
  askedModelOf,
  MODEL_CLASS,
  modelObject,
  settingsOf,
} from '../playground/index.ts';
import { objectRef, type Project } from '../projects/index.ts';
import { variablesOf } from './prompt-messages.ts';
import type { RunInput } from './types.ts';

type Chosen = z.output<typeof EvaluatedModel>;
type Row = Readonly<Record<string, unknown>>;

/** A dataset's version with its rows. */
export interface ChosenDataset {
  readonly ref: string;
  readonly name: string;
  readonly table: string;
  /** That are evaluated, of those that there are. */
  readonly rows: number;
  /** The first of them. */
  readonly sample: readonly Row[];
}

/** What is asked of one model, and the object that stands for it. */
export interface ChosenModel {
  readonly asked: Asked;
  readonly variables: readonly string[];
  readonly title: string;
  /** The reference of a version that is there, or what is to be published. */
  readonly object: { readonly ref: string } | { readonly name: string; readonly value: string };
}

/** Rows by which texts are measured. */
const SAMPLED = 200;
/** Columns that are asked where a prompt names none. */
const QUESTION_COLUMNS = ['user_input', 'input', 'question', 'prompt', 'query'];

/** Null for a row that is no object. */
export function readRow({ value }: Pick<TableRow, 'value'>): Row | null {
  try {
    const row = toApiJson(parseExactJson(value));
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as Row) : null;
  } catch {
    return null;
  }
}

/** @throws RunloomError('not_found'); 'invalid' for what is no dataset, or has no rows */
export async function chooseDataset(
  objects: Pick<Objects, 'read' | 'tables' | 'queryTable'>,
  project: Project,
  { dataset, limit }: Pick<RunInput, 'dataset' | 'limit'>,
): Promise<ChosenDataset> {
  const found = await objects.read(project.id, dataset.name, dataset.version, { kind: 'object' });
  const table = tableDigestOf(found.value, project);
  if (table === null) throw invalid(`${dataset.name} is no dataset of this project.`);
  const [stored] = await objects.tables(project.id, [table]);
  const count = stored?.rowCount ?? 0;
  if (count === 0) throw invalid(`The dataset ${dataset.name} has no rows.`);
  const sample: Row[] = [];
  for await (const page of objects.queryTable(project.id, table, { limit: SAMPLED })) {
    sample.push(...page.map(readRow).filter((row) => row !== null));
  }
  const rows = Math.min(count, limit ?? count);
  if (rows > 20_000) {
    throw invalid(
      `The dataset ${dataset.name} has ${rows} rows. At most 20000 are evaluated from here: give a limit.`,
    );
  }
  return { ref: objectRef(project, found), name: dataset.name, table, rows, sample };
}

/** @throws RunloomError('not_found'); 'invalid' for what is no prompt or model that can be asked */
export async function chooseModel(
  objects: Pick<Objects, 'read'>,
  project: Project,
  chosen: Chosen,
  columns: readonly string[],
): Promise<ChosenModel> {
  if (chosen.kind === 'saved') {
    const { name, version } = chosen.saved;
    const found = await objects.read(project.id, name, version, { kind: 'object' });
    const asked = savedRequest(found);
    const title =
      found.versionIndex === 0 && found.isLatest ? name : `${name} v${found.versionIndex}`;
    return {
      ...withQuestion(asked, columns, name),
      title,
      object: { ref: objectRef(project, found) },
    };
  }
  const { name, version } = chosen.prompt;
  const prompt = await objects.read(project.id, name, version, { kind: 'object' });
  const messages = messagesOf(prompt);
  const { provider, model, parameters } = chosen;
  const asked: Asked = { provider, model, messages, tools: [], parameters };
  const own = objectNameOf(`${name}-${model}`) ?? name;
  const isMessages = prompt.leafClass === 'MessagesPrompt';
  return {
    ...withQuestion(asked, columns, name),
    title: `${name} v${prompt.versionIndex} · ${provider}/${model}`,
    object: {
      name: own,
      value: modelObject(asked, {
        messages_template: asked.messages,
        prompt: isMessages ? objectRef(project, prompt) : null,
      }),
    },
  };
}

function messagesOf({ value, leafClass, name }: ObjectVersion): PromptMessage[] {
  if (leafClass === 'StringPrompt') {
    return [{ role: 'user', content: stringOf(memberText(value, 'content')) ?? '' }];
  }
  const read =
    leafClass === 'MessagesPrompt'
      ? z
          .array(PromptMessage)
          .min(1)
          .safeParse(JSON.parse(memberText(value, 'messages') ?? 'null'))
      : null;
  if (read?.success) return read.data;
  throw invalid(
    `${name} is of the class ${leafClass ?? 'of none'}, and no prompt that can be asked.`,
  );
}

const SavedParameters = z.looseObject({
  messages_template: z.array(PromptMessage).nullish(),
  functions: z.array(z.record(z.string(), z.unknown())).nullish(),
  response_schema: z.record(z.string(), z.unknown()).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_tokens: z.number().nullish(),
  stop: z.array(z.string()).nullish(),
  seed: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
});

/** What settings that the playground kept (or a client of Weave) ask. */
function savedRequest({ value, leafClass, name }: ObjectVersion): Asked {
  const place = leafClass === MODEL_CLASS ? askedModelOf(value) : null;
  if (place === null) {
    throw invalid(`${name} has no settings of a model of a provider: keep them in the playground.`);
  }
  const read = SavedParameters.safeParse(JSON.parse(memberText(value, 'default_params') ?? '{}'));
  if (!read.success) throw invalid(`The settings of ${name} can't be read.`);
  const given = read.data;
  const tools = (given.functions ?? []).flatMap((one) => {
    const tool = ModelTool.safeParse({ type: 'function', function: one });
    return tool.success ? [tool.data] : [];
  });
  const parameters = ModelParameters.safeParse(settingsOf(given));
  return {
    ...place,
    messages: given.messages_template ?? [],
    tools,
    ...(given.response_schema ? { answerSchema: given.response_schema } : {}),
    parameters: parameters.success ? parameters.data : {},
  };
}

/** A prompt without variables asks every row the same: then the row's question follows it. */
function withQuestion(
  asked: Asked,
  columns: readonly string[],
  name: string,
): { readonly asked: Asked; readonly variables: readonly string[] } {
  const variables = variablesOf(asked.messages);
  if (variables.length > 0) return { asked, variables };
  const column = QUESTION_COLUMNS.find((one) => columns.includes(one));
  if (column === undefined) {
    throw invalid(
      `${name} names no column of the dataset. Write {column} into it, or have a column called ${QUESTION_COLUMNS.join(', ')}.`,
    );
  }
  const question = { role: 'user', content: `{${column}}` };
  return { asked: { ...asked, messages: [...asked.messages, question] }, variables: [column] };
}
