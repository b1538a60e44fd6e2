import {
  configValues,
  type Expression,
  ExpressionError,
  type PanelMetric,
  parseExpression,
  type Reference,
  type RunValue,
  referencesOf,
  summaryValues,
} from '@runloom/model';
import { invalid } from '../../../platform/errors.ts';
import type { Run } from '../../runs/index.ts';

/** What is drawn: one metric as it was logged, or an expression over the metrics of a row. */
export interface Measure {
  /** Null for a metric as it was logged. */
  readonly expression: Expression | null;
  /** Keys of metrics that a row must have. Without any the expression says the same of each row. */
  readonly keys: readonly string[];
  readonly usesStep: boolean;
  readonly usesTime: boolean;
  /** Numbers of the run that it takes. */
  readonly ofRun: readonly Reference[];
  /** As it was asked for, for messages and heads of tables. */
  readonly label: string;
}

/** Metrics that say where a row stands; every row has them. */
const STEP = '_step';
const TIME = '_timestamp';

/** @throws RunloomError('invalid') that names the place where an expression can't be read */
export function readMeasure(metric: PanelMetric): Measure {
  if ('key' in metric && metric.key !== STEP && metric.key !== TIME) {
    return { ...NOTHING, keys: [metric.key], label: metric.key };
  }
  const label = 'key' in metric ? metric.key : metric.expression;
  const expression = 'key' in metric ? position(metric.key) : parse(metric.expression);
  const references = referencesOf(expression);
  const metrics = references.filter(({ source }) => source === 'metric').map(({ name }) => name);
  return {
    expression,
    keys: metrics.filter((name) => name !== STEP && name !== TIME),
    usesStep: metrics.includes(STEP),
    usesTime: metrics.includes(TIME),
    ofRun: references.filter(({ source }) => source !== 'metric'),
    label,
  };
}

const NOTHING = { expression: null, usesStep: false, usesTime: false, ofRun: [] } as const;

const position = (name: string): Expression => ({
  kind: 'reference',
  source: 'metric',
  name,
  at: 0,
});

function parse(text: string): Expression {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalid(
      `The expression ${JSON.stringify(text)} can't be read at character ${error.at + 1}: ${error.message}`,
      { at: error.at },
    );
  }
}

/** Whether rows before the view have a part in what is drawn in it. */
export function looksBack(expression: Expression | null): boolean {
  switch (expression?.kind) {
    case 'negate':
      return looksBack(expression.operand);
    case 'binary':
      return looksBack(expression.left) || looksBack(expression.right);
    case 'call':
      return (
        expression.name === 'diff' ||
        expression.name === 'cumsum' ||
        expression.operands.some(looksBack)
      );
    default:
      return false;
  }
}

/** Numbers of a run that expressions name; true is 1 and false is 0. */
export interface RunNumbers {
  /** Null where the run has no number of that name. */
  numberOf(reference: Reference): number | null;
}

export function numbersOfRun(run: Run): RunNumbers {
  const known: { config?: ReadonlyMap<string, RunValue>; summary?: ReadonlyMap<string, RunValue> } =
    {};
  return {
    numberOf({ source, name }) {
      if (source === 'config') known.config ??= configValues(run.config);
      else known.summary ??= summaryValues(run.summary);
      const value = (source === 'config' ? known.config : known.summary)?.get(name);
      if (value?.kind === 'nan') return Number.NaN;
      return value?.kind === 'number' ? value.number : null;
    },
  };
}
