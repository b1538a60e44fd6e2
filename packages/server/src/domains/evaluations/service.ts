import { stringOf } from '@runloom/model';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Call, JsonText } from '../calls/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import { type ComparedMetric, compareTable } from './estimates.ts';
import {
  commonCount,
  type ExampleTable,
  type ExampleTexts,
  textsOf,
  withDirections,
} from './example-table.ts';
import type { Figures } from './figures.ts';
import type { KeptEvaluations } from './kept-store.ts';
import { createKeptTrials } from './kept-trials.ts';
import { type Leaderboard, readLeaderboard, readLowerKeys } from './leaderboards.ts';
import { EVALUATION_COLUMNS, evaluationOps, type ReadingDeps, readEvaluations } from './reading.ts';
import { statusOf } from './status.ts';
import { readTrials, withWholeOutputs } from './trials.ts';
import type { Evaluation, EvaluationRoot, EvaluationStatus, Outputs, Trial } from './types.ts';
import { type ComparisonWarning, warningsOf } from './warnings.ts';

const MOST_COMPARED = 10;
/** What trials are found by. */
const ROOT_COLUMNS: readonly string[] = ['id', 'trace_id'];
/** A list reads every trial of what it shows. */
export const EVALUATIONS_AT_ONCE = 50;

/** An evaluation with what came of it. */
export interface EvaluationSummary extends Evaluation, Figures {
  readonly status: EvaluationStatus;
}

export interface Comparison {
  readonly evaluations: readonly EvaluationSummary[];
  readonly metrics: readonly ComparedMetric[];
  readonly warnings: readonly ComparisonWarning[];
  /** Examples that all of them have. */
  readonly commonCount: number;
}

/** One example with everything that evaluations say of it. */
export interface ExampleDetail {
  readonly digest: string;
  readonly inputs: JsonText;
  readonly evaluations: readonly { readonly id: string; readonly trials: readonly Trial[] }[];
}

/** Evaluations, as they are made of calls. The caller has checked that the actor may read the project. */
export interface Evaluations {
  /** Newest first. */
  list(
    project: Project,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<readonly EvaluationSummary[]>;
  /** @throws RunloomError('not_found') */
  read(project: Project, id: string): Promise<EvaluationSummary>;
  /** Each beside the first. @throws RunloomError('invalid') for more than ten, 'not_found' */
  compare(project: Project, ids: readonly string[]): Promise<Comparison>;
  /** All examples with their scores and, unless left out, the beginnings of inputs and outputs. */
  examples(
    project: Project,
    ids: readonly string[],
    options: { readonly hasTexts: boolean },
  ): Promise<ExampleTable & { readonly texts: ExampleTexts | null }>;
  /** @throws RunloomError('not_found') */
  example(project: Project, ids: readonly string[], digest: string): Promise<ExampleDetail>;
  /** All trials, for who puts them together in another way. */
  trials(
    project: ProjectId,
    evaluations: readonly EvaluationRoot[],
    outputs: Outputs,
  ): Promise<readonly Trial[]>;
  /** Rows of published datasets for references to them; what leads nowhere stays as it is. */
  rowsOf(project: ProjectId, examples: readonly JsonText[]): Promise<readonly JsonText[]>;
  /** Reads an evaluation for who asks next; false where its calls do not lie still yet. */
  readAhead(project: ProjectId, id: string): Promise<boolean>;
  /** @throws RunloomError('not_found') */
  leaderboard(project: Project, name: string): Promise<Leaderboard>;
}

export function createEvaluations(
  deps: ReadingDeps & {
    readonly objects: ReadingDeps['objects'] &
      Parameters<typeof readLeaderboard>[0]['objects'] &
      Pick<Objects, 'query'>;
    readonly kept: Pick<KeptEvaluations, 'trials' | 'outlines'>;
    readonly clock?: () => number;
  },
): Evaluations {
  const { calls, objects, clock = Date.now } = deps;

  const { trials, sideBySide, figures, readAhead } = createKeptTrials(
    calls,
    (project, roots, outputs) => readTrials(deps, project, roots, outputs),
    deps.kept,
  );

  const rowsOf: Evaluations['rowsOf'] = async (project, examples) => {
    const refs = examples.map((example) => stringOf(example) ?? '');
    const values = await objects.readReferences({ project }, refs);
    return examples.map((example, at) => values[at] ?? example);
  };

  const callsOf = async (
    project: Project,
    ids: readonly string[],
    columns: readonly string[] = EVALUATION_COLUMNS,
  ): Promise<readonly Call[]> => {
    const found = new Map<string, Call>();
    for await (const page of calls.readMany(project.id, ids, { columns })) {
      for (const call of page) found.set(call.id, call);
    }
    return ids.map((id) => {
      const call = found.get(id);
      if (call === undefined) throw notFound(`The evaluation ${id}`);
      return call;
    });
  };

  const summarize = async (
    project: Project,
    roots: readonly Call[],
    reading: Promise<readonly Figures[]>,
  ): Promise<readonly EvaluationSummary[]> => {
    const [evaluations, lower, found] = await Promise.all([
      readEvaluations(deps, project, roots),
      readLowerKeys(objects, project.id),
      reading,
    ]);
    return evaluations.flatMap((evaluation, at) => {
      const own = found[at];
      if (own === undefined) return [];
      const scores = withDirections(own.scores, lower);
      return [{ ...evaluation, ...own, scores, status: statusOf(evaluation, own, clock()) }];
    });
  };

  /** What tables that are kept were found to tell, by the scores of which less is better. */
  const told = new WeakMap<ExampleTable, { lower: string; metrics: readonly ComparedMetric[] }>();

  const metricsOf = (
    table: ExampleTable,
    scores: ExampleTable['scores'],
    lowerKeys: ReadonlySet<string>,
  ): readonly ComparedMetric[] => {
    const lower = JSON.stringify([...lowerKeys].sort());
    const known = told.get(table);
    if (known?.lower === lower) return known.metrics;
    const metrics = compareTable({ ...table, scores });
    told.set(table, { lower, metrics });
    return metrics;
  };

  /** Side by side, each score with the way that is better. */
  const openTable = async (project: Project, roots: readonly Call[]) => {
    const [{ table, figures: found }, lower] = await Promise.all([
      sideBySide(project.id, roots),
      readLowerKeys(objects, project.id),
    ]);
    const scores = withDirections(table.scores, lower);
    const compared = () => metricsOf(table, scores, lower);
    return { found, table: { ...table, scores }, compared };
  };

  const rootsOf = (project: Project, ids: readonly string[], columns?: readonly string[]) => {
    if (ids.length === 0 || ids.length > MOST_COMPARED || new Set(ids).size < ids.length) {
      throw invalid(`1 to ${MOST_COMPARED} different evaluations are looked at together.`);
    }
    return callsOf(project, ids, columns);
  };

  return {
    async list(project, { limit, offset }) {
      const roots: Call[] = [];
      const pages = calls.query(project.id, {
        filter: { opNames: evaluationOps(project) },
        sort: [{ field: 'started_at', direction: 'desc' }],
        limit: Math.min(limit, EVALUATIONS_AT_ONCE),
        offset,
        columns: EVALUATION_COLUMNS,
      });
      for await (const page of pages) roots.push(...page);
      return summarize(project, roots, figures(project.id, roots));
    },
    async read(project, id) {
      const roots = await callsOf(project, [id]);
      const [summary] = await summarize(project, roots, figures(project.id, roots));
      if (summary === undefined) throw notFound(`The evaluation ${id}`);
      return summary;
    },
    async compare(project, ids) {
      const roots = await rootsOf(project, ids);
      const opening = openTable(project, roots);
      const [{ table, compared }, evaluations] = await Promise.all([
        opening,
        summarize(
          project,
          roots,
          opening.then(({ found }) => found),
        ),
      ]);
      const common = commonCount(table);
      return {
        evaluations,
        metrics: compared(),
        warnings: warningsOf(evaluations, { common, all: table.digests.length }),
        commonCount: common,
      };
    },
    async examples(project, ids, { hasTexts }) {
      const roots = await rootsOf(project, ids, ROOT_COLUMNS);
      const { table } = await openTable(project, roots);
      if (!hasTexts) return { ...table, texts: null };
      const found = textsOf(table, await trials(project.id, roots, 'beginning'));
      return { ...table, texts: { ...found, examples: await rowsOf(project.id, found.examples) } };
    },
    async example(project, ids, digest) {
      const roots = await callsOf(project, ids);
      const meant = (await trials(project.id, roots, 'beginning')).filter(
        ({ rowDigest }) => rowDigest === digest,
      );
      const all = await withWholeOutputs(calls, project.id, meant);
      const [first] = all;
      if (first === undefined) throw notFound(`The example ${digest}`);
      const [inputs = 'null'] = await rowsOf(project.id, [first.example]);
      return {
        digest,
        inputs,
        evaluations: ids.map((id) => ({
          id,
          trials: all.filter(({ evaluationId }) => evaluationId === id),
        })),
      };
    },
    trials,
    rowsOf,
    async readAhead(project, id) {
      for await (const page of calls.readMany(project, [id], { columns: ROOT_COLUMNS })) {
        const [root] = page;
        if (root !== undefined) return readAhead(project, root);
      }
      return false;
    },
    leaderboard: (project, name) => readLeaderboard({ calls, objects, figures }, project, name),
  };
}
