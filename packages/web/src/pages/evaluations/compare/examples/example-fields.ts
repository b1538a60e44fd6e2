import type { CallFilterField, FilterFields } from '@runloom/model';
import { columnOf, type Examples } from './examples.ts';

const NUMBERS = ['latency', 'tokens', 'cost', 'trials', 'failures'] as const;
const FIELD =
  /^(?:([A-Ja-j])\.)?(inputs|output|scores|latency|tokens|cost|trials|failures)(?:\.(.+))?$/s;

/**
 * Fields of examples: `inputs.question`, `output`, `scores.match`, `latency` …; those of one
 * evaluation are led by its letter: `B.scores.match`. Without one a condition holds if it does for
 * any of the evaluations.
 */
export const EXAMPLE_FIELDS: FilterFields = {
  read: readExampleField,
  hint: 'There are inputs.…, output, scores.…, latency, tokens, cost, trials and failures; a letter in front names one evaluation: B.scores.….',
};

function readExampleField(name: string): CallFilterField | null {
  const [, letter, root = '', path] = FIELD.exec(name) ?? [];
  if (root === '' || (root === 'scores' && path === undefined)) return null;
  if (root === 'inputs' && letter !== undefined) return null;
  const isNumber = NUMBERS.some((one) => one === root);
  if (isNumber && path !== undefined) return null;
  const kind = root === 'latency' ? 'duration' : isNumber ? 'number' : 'value';
  return { name, path: name, kind };
}

/** The values of a field of an example: one for each evaluation that has it. */
export function valuesOfField(examples: Examples, name: string, row: number): readonly unknown[] {
  const [, letter, root = '', path = ''] = FIELD.exec(name) ?? [];
  if (root === 'inputs') return [memberAt(examples.inputs.valueAt(row), path)];
  const only = letter === undefined ? null : letter.toUpperCase().charCodeAt(0) - 65;
  const values: unknown[] = [];
  for (let evaluation = 0; evaluation < examples.evaluationCount; evaluation += 1) {
    if (only !== null && evaluation !== only) continue;
    const value = valueIn(examples, root, path, row, evaluation);
    if (value !== null && !Number.isNaN(value)) values.push(value);
  }
  return values;
}

function valueIn(
  examples: Examples,
  root: string,
  path: string,
  row: number,
  evaluation: number,
): unknown {
  switch (root) {
    case 'output':
      return memberAt(examples.outputs[evaluation]?.valueAt(row), path);
    case 'trials':
    case 'failures':
      return examples[root][evaluation]?.[row] ?? null;
    case 'latency': {
      const seconds = examples.latency.values[evaluation]?.[row];
      return seconds === undefined ? null : seconds * 1_000;
    }
    default:
      return (
        columnOf(examples, root === 'scores' ? `score.${path}` : root)?.values[evaluation]?.[row] ??
        null
      );
  }
}

/** What stands at a path of keys and numbers joined by dots; null where there is nothing. */
function memberAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return null;
    found = Reflect.get(found, key);
  }
  return found;
}
