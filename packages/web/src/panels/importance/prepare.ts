import type { ForestColumn } from '@runloom/model';
import type { RunCell } from '../analysis/cells.ts';
import { type LeftOut, partRuns } from '../analysis/left-out.ts';
import type { AnalysisRun } from '../analysis/use-analysis-runs.ts';

/** A parameter as forest and correlation take it. */
export interface Parameter {
  readonly field: string;
  readonly column: ForestColumn;
  /** Of a category, by code, the most frequent first. */
  readonly texts: readonly string[];
}

/** A parameter that can't be judged, and why. */
export interface Unjudged {
  readonly field: string;
  readonly reason: string;
}

export interface Prepared {
  readonly parameters: readonly Parameter[];
  readonly target: Float64Array;
  readonly unjudged: readonly Unjudged[];
  readonly leftOut: readonly LeftOut[];
  /** Why nothing can be told; null when it can. */
  readonly problem: string | null;
}

/** Fewer runs can't tell a parameter from chance. */
export const LEAST_RUNS = 10;
/** A parameter that fewer of the runs have would cost too many runs. */
const LEAST_SHARE = 0.8;

/**
 * Makes columns of runs whose first value is the target and whose further ones are the parameters.
 * Runs without the target, or without any of the parameters that are judged, are left out.
 * @param areChosen the reader named the parameters: none is passed over for being seldom
 */
export function prepare(
  runs: readonly AnalysisRun[],
  targetName: string,
  fields: readonly string[],
  areChosen: boolean,
): Prepared {
  const target = { what: targetName, index: 0, kind: 'number', isLog: false } as const;
  const withTarget = partRuns(runs, [target]);
  const unjudged: Unjudged[] = [];
  const judged: { field: string; index: number }[] = [];
  for (const [at, field] of fields.entries()) {
    const cells = cellsOf(withTarget.drawn, at + 1).filter(isPresent);
    const reason = reasonAgainst(cells, withTarget.drawn.length, areChosen);
    if (reason === null) judged.push({ field, index: at + 1 });
    else unjudged.push({ field, reason });
  }
  const whole = partRuns(
    withTarget.drawn,
    judged.map(({ field, index }) => {
      // Texts and numbers in one column are texts all; NaN is no value of a parameter.
      const isText = cellsOf(withTarget.drawn, index).some((cell) => typeof cell === 'string');
      return { what: shortName(field), index, kind: isText ? 'category' : 'number', isLog: false };
    }),
  );
  const parameters: Parameter[] = [];
  for (const { field, index } of judged) {
    const cells = cellsOf(whole.drawn, index);
    // What the runs that were left out had is gone with them.
    if (new Set(cells).size < 2) {
      unjudged.push({ field, reason: 'never varies over the runs that have all other parameters' });
    } else parameters.push({ field, ...columnOf(cells) });
  }
  const values = Float64Array.from(whole.drawn, (run) => Number(run.values[0]));
  return {
    parameters,
    target: values,
    unjudged,
    leftOut: [...withTarget.leftOut, ...whole.leftOut],
    problem: problemOf(values, parameters.length, targetName),
  };
}

const cellsOf = (runs: readonly AnalysisRun[], index: number): readonly RunCell[] =>
  runs.map(({ values }) => values[index] ?? null);

const isPresent = (cell: RunCell): boolean => cell !== null && !Number.isNaN(cell);

const shortName = (field: string): string => field.replace(/^config\./, '');

function reasonAgainst(
  cells: readonly RunCell[],
  runCount: number,
  areChosen: boolean,
): string | null {
  if (cells.length === 0) return 'no run has a value';
  if (!areChosen && cells.length < LEAST_SHARE * runCount) {
    return `only ${cells.length.toLocaleString('en-US')} of ${runCount.toLocaleString('en-US')} runs have it`;
  }
  if (new Set(cells).size > 1) return null;
  return `never varies: always ${String(cells[0]).slice(0, 60)}`;
}

function columnOf(cells: readonly RunCell[]): Pick<Parameter, 'column' | 'texts'> {
  if (cells.every((cell) => typeof cell === 'number')) {
    return { column: { kind: 'number', values: Float64Array.from(cells) }, texts: [] };
  }
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  const texts = [...counts.keys()].sort(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1),
  );
  const codes = new Map(texts.map((text, code) => [text, code]));
  const values = Float64Array.from(cells, (cell) => codes.get(String(cell)) ?? 0);
  return { column: { kind: 'category', values }, texts };
}

function problemOf(target: Float64Array, parameterCount: number, name: string): string | null {
  const count = target.length;
  if (count < LEAST_RUNS) {
    const runs = count === 1 ? '1 run has' : `${count} runs have`;
    return `Too few runs to tell: ${runs} ${name} and all parameters that are judged. It takes ${LEAST_RUNS} or more.`;
  }
  if (target.every((value) => value === target[0])) {
    return `${name} is the same in all runs: there is nothing to explain.`;
  }
  return parameterCount === 0 ? 'No parameter varies over these runs.' : null;
}
