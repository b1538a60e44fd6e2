import {
  type CallFilterField,
  type FilterFields,
  parseCallFilter,
  type ScorerSpec,
  valuesMatch,
} from '@runloom/model';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import { answerOf, expectedOf, jsonOf, memberAt, numberOf, textOf } from './case-values.ts';
import type { ScoredCase } from './types.ts';

/** Scores a case. @throws ScorerError where it can say nothing */
export type Rule = (scored: ScoredCase) => unknown;
type RuleSpec = Exclude<ScorerSpec, { kind: 'judge' }>;

const WORD = /\S+/gu;

/**
 * Makes the rule of a scorer ready.
 * @throws Error for a pattern, a schema or an expression that can't be read
 */
export function compileRule(spec: RuleSpec): Rule {
  switch (spec.kind) {
    case 'exact':
      return (scored) => {
        const [answer, expected] = compared(spec, scored);
        return answer.trim() === expected.trim();
      };
    case 'contains':
      return (scored) => {
        const [answer, expected] = compared(spec, scored);
        return answer.includes(expected);
      };
    case 'pattern': {
      // Its time is linear in the text, whatever the pattern.
      const pattern = RE2JS.compile(spec.pattern);
      return (scored) => pattern.matcher(textOf(answerOf(scored, spec.field))).find();
    }
    case 'json':
      return jsonRule(spec);
    case 'distance':
      return (scored) => {
        const answer = numberOf(answerOf(scored, spec.field), 'The answer');
        const distance = Math.abs(
          answer - numberOf(expectedOf(scored, spec.expected), 'What is expected'),
        );
        return spec.tolerance === null
          ? { distance }
          : { distance, within: distance <= spec.tolerance };
      };
    case 'length':
      return (scored) => {
        const text = textOf(answerOf(scored, spec.field));
        const length = spec.unit === 'words' ? (text.match(WORD)?.length ?? 0) : [...text].length;
        if (spec.min === null && spec.max === null) return { length };
        const within =
          length >= (spec.min ?? 0) && length <= (spec.max ?? Number.POSITIVE_INFINITY);
        return { length, within };
      };
    case 'expression': {
      const filter = parseCallFilter(spec.expression, CASE_FIELDS);
      return (scored) => {
        const answer = answerOf(scored, spec.field);
        return valuesMatch(filter, (field) => [caseValue({ ...scored, output: answer }, field)]);
      };
    }
  }
}

function compared(
  spec: Extract<RuleSpec, { kind: 'exact' | 'contains' }>,
  scored: ScoredCase,
): readonly [answer: string, expected: string] {
  const answer = textOf(answerOf(scored, spec.field));
  const expected = textOf(expectedOf(scored, spec.expected));
  return spec.ignoresCase ? [answer.toLowerCase(), expected.toLowerCase()] : [answer, expected];
}

function jsonRule(spec: Extract<RuleSpec, { kind: 'json' }>): Rule {
  const { schema } = spec;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  const { $schema: _, $async: __, ...rest } = schema ?? {};
  const fits = schema === null ? null : ajv.compile(rest);
  return (scored) => {
    const answer = answerOf(scored, spec.field);
    const json = typeof answer === 'string' ? jsonOf(answer) : answer;
    const valid = json !== undefined;
    if (fits === null) return valid;
    const isFit = valid && fits(json);
    const [error] = fits.errors ?? [];
    const problem = !valid
      ? 'no JSON'
      : isFit
        ? null
        : `${error?.instancePath ?? ''} ${error?.message ?? ''}`.trim();
    return { valid, fits: isFit, problem };
  };
}

const CASE_FIELDS: FilterFields = {
  read: (name) =>
    /^(?:inputs|output)(?:\..+)?$/s.test(name) ? { name, path: name, kind: 'value' } : null,
  hint: 'There are inputs.… and output, with paths into them: output.score.',
};

function caseValue({ inputs, output }: ScoredCase, { path }: CallFilterField): unknown {
  if (path.startsWith('inputs')) return memberAt(inputs, path.slice('inputs.'.length));
  const inner = path.slice('output.'.length);
  const value = typeof output === 'string' && inner !== '' ? jsonOf(output) : output;
  return memberAt(value, inner);
}
