import {
  type Correlation,
  forestImportance,
  type Importance,
  type ImportanceSettings,
  pearson,
  spearman,
} from '@runloom/model';
import type { Parameter } from './prepare.ts';

/** What the worker is asked. */
export interface JudgeRequest {
  readonly id: number;
  readonly parameters: readonly Pick<Parameter, 'column' | 'texts'>[];
  readonly target: Float64Array;
  readonly correlation: ImportanceSettings['correlation'];
}

export interface Judgement {
  readonly importance: Importance;
  /** Null where it can't be told. */
  readonly correlation: Correlation | null;
  /** Of categories: the one that is correlated most, as 1 against all others as 0. */
  readonly category: string | null;
}

/** What the worker answers. */
export interface JudgeAnswer {
  readonly id: number;
  /** In the order of the parameters. */
  readonly judgements: readonly Judgement[];
  /** Share of the variance that the forest explains of runs it did not see. */
  readonly explained: number;
}

/** Categories that are looked at by themselves. */
const MOST_CATEGORIES = 20;

/** Takes seconds for thousands of runs: belongs into a worker. */
export function judge({ id, parameters, target, correlation }: JudgeRequest): JudgeAnswer {
  const correlate = correlation === 'spearman' ? spearman : pearson;
  const { columns, explained } = forestImportance(
    parameters.map(({ column }) => column),
    target,
  );
  return {
    id,
    explained,
    judgements: parameters.map(({ column, texts }, at) => {
      const importance = columns[at] ?? { share: 0, low: Number.NaN, high: Number.NaN };
      if (column.kind === 'number') {
        return { importance, correlation: correlate(column.values, target), category: null };
      }
      let best: Pick<Judgement, 'correlation' | 'category'> = { correlation: null, category: null };
      for (const [code, text] of texts.slice(0, MOST_CATEGORIES).entries()) {
        const found = correlate(
          column.values.map((value) => Number(value === code)),
          target,
        );
        const isMore = Math.abs(found?.r ?? 0) > Math.abs(best.correlation?.r ?? 0);
        if (isMore) best = { correlation: found, category: text };
      }
      return { importance, ...best };
    }),
  };
}
