import { fillPrompt, type JudgeAnswer, type JudgeSpec } from '@runloom/model';
import type { Asked } from '../playground/index.ts';
import { answerOf, jsonOf, ScorerError, textOf } from './case-values.ts';
import type { ScoredCase } from './types.ts';

type Schema = Readonly<Record<string, unknown>>;

const REASON = { type: 'string', description: 'Why, in one or two sentences.' };

/**
 * The JSON schema of what a judge answers; null for any text. The reason stands first, so that it is thought
 * before the verdict.
 */
export function schemaOf(answer: JudgeAnswer): Schema | null {
  const object = (name: string, verdict: Schema): Schema => ({
    type: 'object',
    properties: { reason: REASON, [name]: verdict },
    required: ['reason', name],
    additionalProperties: false,
  });
  switch (answer.kind) {
    case 'passed':
      return object('passed', { type: 'boolean' });
    case 'score':
      return object('score', { type: 'number', minimum: answer.min, maximum: answer.max });
    case 'category':
      return object('category', { type: 'string', enum: answer.categories });
    case 'schema':
      return answer.schema;
    case 'text':
      return null;
  }
}

/** What a judge is asked. What it looks at is put into its prompt as text, never as another message. */
export function judgeRequest(spec: JudgeSpec, scored: ScoredCase): Asked {
  const values = valuesOfCase(scored, spec.field);
  const schema = schemaOf(spec.answer);
  const said = [...(spec.messages ?? []), { role: 'user' as const, content: spec.prompt }];
  return {
    provider: spec.provider,
    model: spec.model,
    messages: said.map(({ role, content }) => ({ role, content: fillPrompt(content, values) })),
    tools: [],
    ...(schema === null ? {} : { answerSchema: { ...schema } }),
    parameters: spec.parameters,
  };
}

/** What names in prompts stand for. @param field of the answer; all of it where it is empty */
export const valuesOfCase = (scored: ScoredCase, field: string): ReadonlyMap<string, string> =>
  new Map<string, string>([
    ...Object.entries(scored.inputs).map(([name, value]) => [name, textOf(value)] as const),
    ['inputs', JSON.stringify(scored.inputs)],
    ['output', textOf(answerOf(scored, field))],
  ]);

/** Models that know no schema put JSON into a block of code. */
export const bareJson = (text: string): string =>
  /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(text)?.[1] ?? text;

/** The score that a judge's text holds. @throws ScorerError for one that does not answer what was asked */
export function readVerdict(answer: JudgeAnswer, text: string): unknown {
  if (answer.kind === 'text') return text;
  const json = jsonOf(bareJson(text));
  if (json === undefined) throw strange(answer, text);
  if (answer.kind === 'schema') return json;
  if (typeof json !== 'object' || json === null) throw strange(answer, text);
  const verdict = json as Schema;
  const reason = typeof verdict['reason'] === 'string' ? verdict['reason'] : '';
  switch (answer.kind) {
    case 'passed': {
      const { passed } = verdict;
      if (typeof passed === 'boolean') return { passed, reason };
      throw strange(answer, text);
    }
    case 'score': {
      const { score } = verdict;
      if (typeof score !== 'number' || score < answer.min || score > answer.max) {
        throw strange(answer, text);
      }
      return { score, reason };
    }
    case 'category': {
      const { category } = verdict;
      if (typeof category !== 'string' || !answer.categories.includes(category)) {
        throw strange(answer, text);
      }
      return answer.passing.length === 0
        ? { category, reason }
        : { category, passed: answer.passing.includes(category), reason };
    }
  }
}

function strange(answer: JudgeAnswer, text: string): ScorerError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const wanted =
    answer.kind === 'score'
      ? `a score from ${answer.min} to ${answer.max}`
      : answer.kind === 'category'
        ? `one of ${answer.categories.join(', ')}`
        : answer.kind === 'passed'
          ? 'whether it passed'
          : 'JSON';
  return new ScorerError(`The judge did not say ${wanted}: ${JSON.stringify(shown)}`);
}
