import {
  type ChosenScorer,
  type ExpectedValue,
  type JudgeAnswer,
  type JudgeSpec,
  type ScorerKind,
  ScorerSpec,
} from '@runloom/model';

/** A scorer as it is typed: texts until it is read. */
export interface ScorerDraft {
  readonly id: number;
  readonly kind: ScorerKind | 'published';
  readonly name: string;
  readonly field: string;
  readonly expectedFrom: 'input' | 'text';
  readonly expected: string;
  readonly ignoresCase: boolean;
  readonly pattern: string;
  readonly schema: string;
  readonly tolerance: string;
  readonly unit: 'characters' | 'words';
  readonly min: string;
  readonly max: string;
  readonly expression: string;
  readonly provider: string;
  readonly model: string;
  readonly prompt: string;
  readonly answer: JudgeAnswer['kind'];
  readonly categories: string;
  readonly passing: string;
  /** What is said before the prompt: of judges of clients. */
  readonly messages: JudgeSpec['messages'];
  readonly temperature: string;
}

export const SCORER_KINDS: readonly {
  readonly value: ScorerKind;
  readonly label: string;
  readonly name: string;
}[] = [
  { value: 'exact', label: 'Exact match', name: 'exact' },
  { value: 'contains', label: 'Contains', name: 'contains' },
  { value: 'pattern', label: 'Regular expression', name: 'pattern' },
  { value: 'json', label: 'JSON, also of a schema', name: 'json' },
  { value: 'distance', label: 'Distance of numbers', name: 'distance' },
  { value: 'length', label: 'Length', name: 'length' },
  { value: 'expression', label: 'Condition over fields', name: 'condition' },
  { value: 'judge', label: 'A model as judge', name: 'judge' },
];

export const JUDGE_PROMPT =
  'Question: {inputs}\n\nAnswer: {output}\n\nIs the answer right and to the point?';

/** A scorer of a kind with what most people want of it. */
export function newScorer(
  id: number,
  kind: ScorerDraft['kind'],
  names: readonly string[],
  model: { readonly provider: string; readonly model: string } = { provider: '', model: '' },
): ScorerDraft {
  const base = SCORER_KINDS.find(({ value }) => value === kind)?.name ?? '';
  let name = base;
  for (let number = 2; base !== '' && names.includes(name); number += 1) name = `${base}_${number}`;
  return {
    id,
    kind,
    name,
    field: '',
    expectedFrom: 'input',
    expected: 'expected',
    ignoresCase: kind === 'contains',
    pattern: '',
    schema: '',
    tolerance: '',
    unit: 'characters',
    min: '',
    max: '',
    expression: 'output contains "…"',
    ...model,
    prompt: JUDGE_PROMPT,
    answer: 'passed',
    categories: 'good, fair, poor',
    passing: 'good',
    messages: undefined,
    temperature: '',
  };
}

/** What a draft says, or what is wrong with it. */
export function readScorer(
  draft: ScorerDraft,
): { readonly scorer: ChosenScorer } | { readonly problem: string } {
  if (draft.kind === 'published') {
    return draft.name === ''
      ? { problem: 'Choose a scorer.' }
      : { scorer: { kind: 'published', scorer: { name: draft.name, version: 'latest' } } };
  }
  let raw: unknown;
  try {
    raw = rawSpec(draft, draft.kind);
  } catch (error) {
    return { problem: `The schema is no JSON: ${(error as Error).message}` };
  }
  const read = ScorerSpec.safeParse(raw);
  if (read.success) return { scorer: read.data };
  const [issue] = read.error.issues;
  return { problem: `${LABELS[String(issue?.path[0])] ?? 'Scorer'}: ${issue?.message ?? ''}` };
}

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  pattern: 'Pattern',
  expected: 'Expected',
  provider: 'Provider',
  model: 'Model',
  prompt: 'Prompt',
  answer: 'Answer',
  min: 'Least',
  max: 'Most',
};

function rawSpec(draft: ScorerDraft, kind: ScorerKind): unknown {
  const shared = { kind, name: draft.name, field: draft.field };
  const expected: ExpectedValue =
    draft.expectedFrom === 'input'
      ? { from: 'input', path: draft.expected }
      : { from: 'text', text: draft.expected };
  switch (kind) {
    case 'exact':
    case 'contains':
      return { ...shared, expected, ignoresCase: draft.ignoresCase };
    case 'pattern':
      return { ...shared, pattern: draft.pattern };
    case 'json':
      return { ...shared, schema: jsonOrNull(draft.schema) };
    case 'distance':
      return { ...shared, expected, tolerance: numberOrNull(draft.tolerance) };
    case 'length':
      return {
        ...shared,
        unit: draft.unit,
        min: numberOrNull(draft.min),
        max: numberOrNull(draft.max),
      };
    case 'expression':
      return { ...shared, expression: draft.expression };
    case 'judge':
      return {
        ...shared,
        provider: draft.provider,
        model: draft.model,
        prompt: draft.prompt,
        messages: draft.messages,
        answer: answerOf(draft),
        parameters: draft.temperature === '' ? {} : { temperature: Number(draft.temperature) },
      };
  }
}

function answerOf(draft: ScorerDraft): unknown {
  switch (draft.answer) {
    case 'passed':
      return { kind: 'passed' };
    case 'score':
      return {
        kind: 'score',
        min: numberOrNull(draft.min) ?? 1,
        max: numberOrNull(draft.max) ?? 5,
      };
    case 'category':
      return {
        kind: 'category',
        categories: listOf(draft.categories),
        passing: listOf(draft.passing),
      };
    case 'schema':
      return { kind: 'schema', schema: jsonOrNull(draft.schema) };
    case 'text':
      return { kind: 'text' };
  }
}

/** A published scorer's settings as a draft, to change them. */
export function draftOf(id: number, spec: ScorerSpec): ScorerDraft {
  const draft = { ...newScorer(id, spec.kind, []), name: spec.name, field: spec.field };
  const expected = (value: ExpectedValue) => ({
    expectedFrom: value.from,
    expected: value.from === 'input' ? value.path : value.text,
  });
  switch (spec.kind) {
    case 'exact':
    case 'contains':
      return { ...draft, ...expected(spec.expected), ignoresCase: spec.ignoresCase };
    case 'pattern':
      return { ...draft, pattern: spec.pattern };
    case 'json':
      return { ...draft, schema: spec.schema === null ? '' : JSON.stringify(spec.schema, null, 2) };
    case 'distance':
      return { ...draft, ...expected(spec.expected), tolerance: numberText(spec.tolerance) };
    case 'length':
      return { ...draft, unit: spec.unit, min: numberText(spec.min), max: numberText(spec.max) };
    case 'expression':
      return { ...draft, expression: spec.expression };
    case 'judge':
      return {
        ...draft,
        provider: spec.provider,
        model: spec.model,
        prompt: spec.prompt,
        messages: spec.messages,
        temperature: numberText(spec.parameters.temperature ?? null),
        answer: spec.answer.kind,
        ...answerTexts(spec.answer),
      };
  }
}

function answerTexts(answer: JudgeAnswer): Partial<ScorerDraft> {
  switch (answer.kind) {
    case 'passed':
    case 'text':
      return {};
    case 'score':
      return { min: String(answer.min), max: String(answer.max) };
    case 'category':
      return { categories: answer.categories.join(', '), passing: answer.passing.join(', ') };
    case 'schema':
      return { schema: JSON.stringify(answer.schema, null, 2) };
  }
}

/** A number as it is typed; nothing for none. */
export const numberText = (value: number | null): string => (value === null ? '' : String(value));
/** What is typed as a number: none for nothing, NaN for what is none. */
export const numberOrNull = (text: string): number | null =>
  text.trim() === '' ? null : Number(text);
const jsonOrNull = (text: string): unknown =>
  text.trim() === '' ? null : (JSON.parse(text) as unknown);
const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
