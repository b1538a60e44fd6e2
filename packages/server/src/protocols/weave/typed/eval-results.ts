import { memberText, objectText, stringOf } from '@runloom/model';
import { z } from 'zod';
import type { Call } from '../../../domains/calls/index.ts';
import type { Trial } from '../../../domains/evaluations/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { WeaveDependencies } from '../dependencies.ts';
import { openProject, projectOfPath } from '../projects.ts';
import { JsonAnswer, post, type WeaveRoute } from '../route.ts';
import { timeText } from '../times.ts';
import {
  filterRows,
  looksAtInputs,
  type ResultRow,
  ROW_FILTER,
  ROW_SORT,
  sortRows,
} from './row-order.ts';
import { scorerStats } from './scorer-stats.ts';

const MAX_EVALUATIONS = 100;

const flag = z.boolean().nullish();
const QUERY = z.object({
  evaluation_call_ids: z.array(z.string()).nullish(),
  evaluation_run_ids: z.array(z.string()).nullish(),
  include_rows: flag,
  include_summary: flag,
  include_raw_data_rows: flag,
  include_costs: flag,
  resolve_row_refs: flag,
  require_intersection: flag,
  summary_require_intersection: flag,
  limit: z.number().int().nonnegative().nullish(),
  offset: z.number().int().nonnegative().nullish(),
  sort_by: z.array(ROW_SORT).max(10).nullish(),
  filters: z.array(ROW_FILTER).max(100).nullish(),
  filter_logic_operator: z.enum(['and', 'or']).nullish(),
});

/** `POST …/eval_results/query`: evaluations side by side, row by row, with statistics of their scores. */
export function evalResultRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  return [
    post('/v2/:entity/:project/eval_results/query', async ({ actor, params, body }) => {
      const asked = body(QUERY);
      const ids = [
        ...new Set([...(asked.evaluation_call_ids ?? []), ...(asked.evaluation_run_ids ?? [])]),
      ];
      if (ids.length > MAX_EVALUATIONS) {
        throw invalid(`At most ${MAX_EVALUATIONS} evaluations are compared at once.`);
      }
      const project = await openProject(deps, actor, projectOfPath(params), 'read');
      const roots = (await Array.fromAsync(deps.calls.readMany(project.id, ids))).flat();
      const trials = await deps.evaluations.trials(project.id, roots, 'whole');
      const byRow = Map.groupBy(trials, ({ rowDigest }) => rowDigest);
      const inAll = new Set(
        [...byRow].filter(([, some]) => countEvaluations(some) === ids.length).map(([row]) => row),
      );
      const { sort_by, filters } = asked;
      const reads = asked.resolve_row_refs || looksAtInputs([sort_by, filters]);
      const digests = [...byRow.keys()]
        .filter((row) => !asked.require_intersection || inAll.has(row))
        .sort();
      const examples = digests.map((row) => byRow.get(row)?.[0]?.example ?? 'null');
      const raw = reads ? await deps.evaluations.rowsOf(project.id, examples) : examples;
      const all = digests.map((digest, at) => ({
        digest,
        trials: byRow.get(digest) ?? [],
        raw: raw[at] ?? 'null',
      }));
      const meant = filterRows(all, filters ?? [], asked.filter_logic_operator ?? 'and');
      const rows = sort_by && sort_by.length > 0 ? sortRows(meant, sort_by) : meant;
      const offset = asked.offset ?? 0;
      const page = rows.slice(offset, offset + (asked.limit ?? rows.length));
      const onlyInAll = asked.summary_require_intersection ?? asked.require_intersection ?? false;
      const summarized = onlyInAll
        ? trials.filter(({ rowDigest }) => inAll.has(rowDigest))
        : trials;
      const showsRaw = asked.include_raw_data_rows || asked.resolve_row_refs || false;
      const rowTexts = page.map((row) => rowText(row, ids, showsRaw));
      const unknown = ids.filter((id) => !roots.some((root) => root.id === id));
      const warnings = unknown.map((id) => `There is no evaluation ${id} here.`);
      return new JsonAnswer(
        objectText([
          ['rows', `[${asked.include_rows === false ? '' : rowTexts.join(',')}]`],
          ['total_rows', String(rows.length)],
          [
            'summary',
            asked.include_summary
              ? summaryText(roots, summarized, onlyInAll ? inAll.size : byRow.size)
              : 'null',
          ],
          ['warnings', JSON.stringify(warnings)],
        ]),
      );
    }),
  ];
}

const countEvaluations = (trials: readonly Trial[]): number =>
  new Set(trials.map(({ evaluationId }) => evaluationId)).size;

function rowText(row: ResultRow, evaluationIds: readonly string[], showsRaw: boolean): string {
  const byEvaluation = Map.groupBy(row.trials, ({ evaluationId }) => evaluationId);
  const evaluations = evaluationIds.flatMap((id) => {
    const own = byEvaluation.get(id);
    if (own === undefined) return [];
    return objectText([
      ['evaluation_call_id', JSON.stringify(id)],
      ['trials', `[${own.map(trialText).join(',')}]`],
    ]);
  });
  return objectText([
    ['row_digest', JSON.stringify(row.digest)],
    ['raw_data_row', showsRaw ? row.raw : 'null'],
    ['evaluations', `[${evaluations.join(',')}]`],
  ]);
}

const trialText = (trial: Trial): string =>
  objectText([
    ['predict_and_score_call_id', JSON.stringify(trial.callId)],
    ['predict_call_id', JSON.stringify(trial.predictCallId)],
    ['model_output', trial.output],
    ['scores', objectText(trial.scores)],
    ['scorer_call_ids', JSON.stringify(Object.fromEntries(trial.scorerCallIds))],
    ['model_latency_seconds', JSON.stringify(trial.latencySeconds)],
    ['total_tokens', JSON.stringify(trial.totalTokens)],
    ['total_cost', JSON.stringify(trial.totalCost)],
    ['genai_span_ref', trial.spanRefs ?? 'null'],
  ]);

function summaryText(roots: readonly Call[], trials: readonly Trial[], rowCount: number): string {
  const byEvaluation = Map.groupBy(trials, ({ evaluationId }) => evaluationId);
  const evaluations = roots.map((root) => {
    const own = byEvaluation.get(root.id) ?? [];
    return {
      evaluation_call_id: root.id,
      evaluation_ref: stringOf(memberText(root.inputs, 'self')),
      model_ref: stringOf(memberText(root.inputs, 'model')),
      display_name: root.displayName,
      trace_id: root.traceId,
      started_at: timeText(root.startedAt),
      trial_count: own.length,
      predict_total_tokens: total(own.map(({ totalTokens }) => totalTokens)),
      predict_total_cost: total(own.map(({ totalCost }) => totalCost)),
      scorer_stats: scorerStats(own),
    };
  });
  return JSON.stringify({ row_count: rowCount, evaluations });
}

function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
