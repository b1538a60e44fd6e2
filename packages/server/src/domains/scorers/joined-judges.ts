import { fillPrompt, type JudgeSpec } from '@runloom/model';
import type { Asked } from '../playground/index.ts';
import { jsonOf, ScorerError, textOf } from './case-values.ts';
import { bareJson, valuesOfCase } from './judge.ts';
import type { ScoredCase } from './types.ts';

/** What a judge that is one of several says. */
export interface JoinedVerdict {
  readonly is_match: boolean;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
}

/** Judges that ask the same model in the same way can be one question. */
export const joinKey = ({ provider, model, messages, parameters }: JudgeSpec): string =>
  JSON.stringify([provider, model, messages ?? [], parameters]);

/**
 * One question for several judges: whether what each describes is true of a case. They are told apart by
 * their names, which the answer must hold all of.
 * @param specs that have the same `joinKey`
 */
export function joinedRequest(
  specs: readonly [JudgeSpec, ...JudgeSpec[]],
  scored: ScoredCase,
): Asked {
  const [{ provider, model, messages, parameters }] = specs;
  const values = valuesOfCase(scored, '');
  const verdict = {
    type: 'object',
    properties: {
      reason: {
        type: 'string',
        description: 'One sentence that names what in the record shows it.',
      },
      is_match: { type: 'boolean', description: 'Whether it is true of the record.' },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
    },
    required: ['reason', 'is_match', 'confidence'],
    additionalProperties: false,
  };
  const names = specs.map(({ name }) => name);
  return {
    provider,
    model,
    messages: [
      ...(messages ?? []).map(({ role, content }) => ({
        role,
        content: fillPrompt(content, values),
      })),
      { role: 'user' as const, content: joinedPrompt(specs, scored, values) },
    ],
    tools: [],
    answerSchema: {
      type: 'object',
      properties: {
        classifiers: {
          type: 'object',
          properties: Object.fromEntries(names.map((name) => [name, verdict])),
          required: names,
          additionalProperties: false,
        },
      },
      required: ['classifiers'],
      additionalProperties: false,
    },
    parameters,
  };
}

function joinedPrompt(
  specs: readonly JudgeSpec[],
  { inputs, output, call }: ScoredCase,
  values: ReadonlyMap<string, string>,
): string {
  const part = (name: string, text: string): string => `<${name}>\n${text}\n</${name}>`;
  const record = [
    part('name', call?.name ?? ''),
    part('status', call?.status ?? ''),
    part('inputs', JSON.stringify(inputs)),
    part('output', textOf(output)),
    ...(call?.error ? [part('error', call.error)] : []),
  ];
  return [
    'Below is the record of one call of an application, then several classifiers. Say of each classifier, by itself, whether what it describes is true of the record; where several describe the same thing, only the most exact one matches. Go by the record alone.',
    part('record', record.join('\n')),
    ...specs.map(
      ({ name, prompt }) =>
        `<classifier name=${JSON.stringify(name)}>\n${fillPrompt(prompt, values)}\n</classifier>`,
    ),
    'Answer with JSON alone: {"classifiers": {"<name>": {"reason": "…", "is_match": true or false, "confidence": 0 to 1}}}, with every classifier under its exact name.',
  ].join('\n\n');
}

/**
 * What is said for each of the judges, in their order; an error of those of whom nothing usable is said.
 * @throws ScorerError for a text that answers for none
 */
export function readJoinedVerdicts(
  names: readonly string[],
  text: string,
): readonly (JoinedVerdict | ScorerError)[] {
  const told = memberOf(jsonOf(bareJson(text)), 'classifiers');
  if (told === undefined) {
    const shown = JSON.stringify(text.slice(0, 200));
    throw new ScorerError(`The judge did not answer with "classifiers": ${shown}`);
  }
  return names.map((name) => {
    const verdict = memberOf(told, name);
    const isMatch = memberOf(verdict, 'is_match');
    const [confidence, reason] = [memberOf(verdict, 'confidence'), memberOf(verdict, 'reason')];
    if (typeof isMatch !== 'boolean' || typeof confidence !== 'number') {
      return new ScorerError(`The judge did not say whether ${name} matches.`);
    }
    return {
      is_match: isMatch,
      confidence: Math.min(1, Math.max(0, confidence)),
      reason: typeof reason === 'string' ? reason : '',
    };
  });
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
