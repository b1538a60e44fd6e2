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

/** Reads a field of examples by their numbers: one value for each evaluation that has it. */
export function fieldReader(examples: Examples, name: string): (row: number) => readonly unknown[] {
  const [, letter, root = '', path = ''] = FIELD.exec(name) ?? [];
  if (root === 'inputs') return (row) => [memberAt(examples.inputs.valueAt(row), path)];
  const only = letter === undefined ? null : letter.toUpperCase().charCodeAt(0) - 65;
  const readers = Array.from({ length: examples.evaluationCount }, (_, index) => index)
    .filter((index) => only === null || index === only)
    .map((index) => evaluationReader(examples, root, path, index));
  return (row) => {
    const values: unknown[] = [];
    for (const read of readers) {
      const value = read(row);
      if (value !== null && value !== undefined && !Number.isNaN(value)) values.push(value);
    }
    return values;
  };
}

function evaluationReader(
  examples: Examples,
  root: string,
  path: string,
  evaluation: number,
): (row: number) => unknown {
  switch (root) {
    case 'output': {
      const outputs = examples.outputs[evaluation];
      return (row) => memberAt(outputs?.valueAt(row), path);
    }
    case 'trials':
    case 'failures': {
      const counts = examples[root][evaluation];
      return (row) => counts?.[row];
    }
    case 'latency': {
      const seconds = examples.latency.values[evaluation];
      return (row) => (seconds?.[row] ?? Number.NaN) * 1_000;
    }
    default: {
      const column = columnOf(examples, root === 'scores' ? `score.${path}` : root);
      const numbers = column?.values[evaluation];
      return (row) => numbers?.[row];
    }
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
