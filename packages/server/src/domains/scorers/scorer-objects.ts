import { type JudgeAnswer, ScorerSpec } from '@runloom/model';
import type { JsonText, Objects, ObjectVersion } from '../objects/index.ts';
import { modelObject } from '../playground/index.ts';
import type { Project } from '../projects/index.ts';
import { schemaOf } from './judge.ts';
import { readJudge } from './judge-object.ts';

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
      ...(spec.messages === undefined ? {} : { messages_template: spec.messages }),
      ...formatOf(spec.answer),
      ...(passing === undefined ? {} : { passing_categories: passing }),
    }),
  };
}

function formatOf(answer: JudgeAnswer): Readonly<Record<string, unknown>> {
  const schema = schemaOf(answer);
  return schema === null
    ? { response_format: 'text' }
    : { response_format: 'json_schema', response_schema: schema };
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
