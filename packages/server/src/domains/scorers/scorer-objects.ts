import {
  itemTexts,
  JudgeAnswer,
  memberText,
  parseWeaveRef,
  ScorerSpec,
  stringOf,
} from '@runloom/model';
import { nullIfNotFound } from '../../platform/errors.ts';
import type { JsonText, Objects, ObjectVersion } from '../objects/index.ts';
import { askedModelOf, modelObject, settingsOf } from '../playground/index.ts';
import type { Project } from '../projects/index.ts';
import { schemaOf } from './judge.ts';

/** Classes of scorers by what they do, as their objects name them. */
const CLASSES: Readonly<Record<Exclude<ScorerSpec['kind'], 'judge'>, string>> = {
  exact: 'ExactMatchScorer',
  contains: 'ContainsScorer',
  pattern: 'PatternScorer',
  json: 'JSONScorer',
  distance: 'DistanceScorer',
  length: 'LengthScorer',
  expression: 'ExpressionScorer',
};
const JUDGE = 'LLMAsAJudgeScorer';
const BASES = ['Scorer', 'Object', 'BaseModel'];

/** The object of a scorer that works by rule. */
export function ruleObject(spec: Exclude<ScorerSpec, { kind: 'judge' }>): JsonText {
  const { kind, name, ...settings } = spec;
  const className = CLASSES[kind];
  return JSON.stringify({
    _type: className,
    name,
    description: null,
    column_map: null,
    ...settings,
    _class_name: className,
    _bases: BASES,
  });
}

/**
 * The object of a judge in the shape of the Python client's `LLMAsAJudgeScorer`, which has no ops among
 * its members.
 * @param model reference to the settings of its model
 */
export const judgeObject = (
  spec: Extract<ScorerSpec, { kind: 'judge' }>,
  model: string,
): JsonText =>
  JSON.stringify({
    _type: JUDGE,
    name: spec.name,
    description: null,
    column_map: spec.field === '' ? null : { output: spec.field },
    model,
    scoring_prompt: spec.prompt,
    enable_image_input_scoring: false,
    enable_audio_input_scoring: false,
    enable_video_input_scoring: false,
    media_scoring_json_paths: null,
    _class_name: JUDGE,
    _bases: BASES,
  });

/** The settings of a judge's model in the shape of the Python client's `LLMStructuredCompletionModel`. */
export function judgeModel(spec: Extract<ScorerSpec, { kind: 'judge' }>): {
  readonly name: string;
  readonly value: JsonText;
} {
  const passing = spec.answer.kind === 'category' ? spec.answer.passing : undefined;
  return {
    name: `${spec.name}-model`,
    value: modelObject(spec, {
      response_format: 'json_schema',
      response_schema: schemaOf(spec.answer),
      ...(passing === undefined ? {} : { passing_categories: passing }),
    }),
  };
}

/** What a version of a scorer says; a text why this server can't carry it out. */
export async function readScorer(
  objects: Pick<Objects, 'read'>,
  project: Project,
  version: ObjectVersion,
): Promise<ScorerSpec | string> {
  const { value, leafClass, name } = version;
  if (leafClass === JUDGE) return readJudge(objects, project, version);
  const kind = Object.entries(CLASSES).find(([, className]) => className === leafClass)?.[0];
  if (kind === undefined) {
    return `${name} is of the class ${leafClass ?? 'of none'}, whose code runs where it was written. Here run the scorers of this page, and LLMAsAJudgeScorer.`;
  }
  const read = ScorerSpec.safeParse({ ...(JSON.parse(value) as object), kind, name });
  return read.success ? read.data : `${name} can't be read: ${read.error.issues[0]?.message ?? ''}`;
}

async function readJudge(
  objects: Pick<Objects, 'read'>,
  project: Project,
  { value, name }: ObjectVersion,
): Promise<ScorerSpec | string> {
  const prompt = stringOf(memberText(value, 'scoring_prompt'));
  if (prompt === null) return `${name} has a prompt of messages; here run judges with one text.`;
  const told = memberText(value, 'model') ?? 'null';
  const ref = parseWeaveRef(stringOf(told) ?? '');
  const isOwn =
    ref?.kind === 'object' && ref.entity === project.entityName && ref.project === project.name;
  const model = isOwn
    ? await objects
        .read(project.id, ref.name, ref.version, { kind: 'object' })
        .then((found) => found.value)
        .catch(nullIfNotFound)
    : told;
  const place = model === null ? null : askedModelOf(model);
  if (place === null) return `${name} does not say where its model is asked (provider/model).`;
  const parameters = memberText(model ?? '{}', 'default_params') ?? '{}';
  const read = ScorerSpec.safeParse({
    kind: 'judge',
    name,
    field: stringOf(memberText(memberText(value, 'column_map') ?? '{}', 'output')) ?? '',
    ...place,
    prompt,
    answer: answerOf(parameters),
    parameters: settingsOf(JSON.parse(parameters) as Record<string, unknown>),
  });
  return read.success ? read.data : `${name} can't be read: ${read.error.issues[0]?.message ?? ''}`;
}

/** Of a schema that this server wrote its kind; any other stays a schema. */
function answerOf(parameters: JsonText): JudgeAnswer {
  const text = memberText(parameters, 'response_schema') ?? 'null';
  const schema = JSON.parse(text) as {
    properties?: Record<string, Record<string, unknown>>;
  } | null;
  if (schema === null) return { kind: 'schema', schema: { type: 'object' } };
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
