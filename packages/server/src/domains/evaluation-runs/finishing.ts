import { autoSummarize, memberText } from '@runloom/model';
import type { CallPart, Calls, JsonText } from '../calls/index.ts';
import { summaryText, type UsageByModel } from '../playground/index.ts';
import { trialCallId } from './call-ids.ts';
import { marks } from './trial-calls.ts';
import type { EvaluationRun } from './types.ts';
import { addUsage, countsOf, usageOf } from './usage.ts';

/** What all trials that are stored came to. */
interface Gathered {
  readonly rows: {
    readonly output: unknown;
    readonly scores: Readonly<Record<string, unknown>>;
    readonly latency: number | null;
  }[];
  usage: UsageByModel;
  success: number;
  error: number;
}

/** Ids of the calls of all trials, in the order of the rows. */
export function trialIds({ callId, plan }: EvaluationRun): readonly string[] {
  return Array.from({ length: plan.rows * plan.trials }, (_, at) =>
    trialCallId(callId, Math.floor(at / plan.trials), at % plan.trials, 'predict_and_score'),
  );
}

/**
 * Ends an evaluation with the summary of the trials that are stored, as the Python client works it out.
 * @param options.exception why it failed as a whole
 */
export async function finishRun(
  calls: Pick<Calls, 'write' | 'readMany'>,
  run: EvaluationRun,
  options: { readonly now: number; readonly exception: string | null },
): Promise<void> {
  const { plan } = run;
  const gathered = await gather(calls, run);
  const summary = summaryOf(
    plan.scorers.map(({ spec }) => spec.name),
    gathered,
  );
  const now = options.now * 1_000;
  const counts = { success: gathered.success + 1, error: gathered.error };
  const shared = {
    source: 'weave' as const,
    traceId: run.traceId,
    userId: String(run.createdBy),
    attributes: marks(),
  };
  const summarize: CallPart = {
    ...shared,
    id: trialCallId(run.callId, 0, 0, 'summarize'),
    parentId: run.callId,
    opName: plan.ops.summarize,
    startedAt: now,
    endedAt: now,
    inputs: JSON.stringify({ self: plan.evaluation }),
    output: JSON.stringify(summary),
    summary: summaryText({}, { success: 1, error: 0 }),
  };
  const end: CallPart = {
    id: run.callId,
    source: 'weave',
    endedAt: now,
    output: JSON.stringify(summary),
    exception: options.exception,
    summary: summaryText(gathered.usage, counts),
  };
  await calls.write(run.projectId, [summarize, end]);
}

async function gather(calls: Pick<Calls, 'readMany'>, run: EvaluationRun): Promise<Gathered> {
  const gathered: Gathered = { rows: [], usage: {}, success: 0, error: 0 };
  const columns = ['id', 'output', 'summary'];
  for await (const page of calls.readMany(run.projectId, trialIds(run), { columns })) {
    for (const { output, summary } of page) {
      gathered.rows.push(rowOf(output ?? '{}'));
      gathered.usage = addUsage(gathered.usage, usageOf(summary));
      const { success, error } = countsOf(summary);
      gathered.success += success;
      gathered.error += error;
    }
  }
  return gathered;
}

function rowOf(text: JsonText): Gathered['rows'][number] {
  const member = (name: string): unknown => JSON.parse(memberText(text, name) ?? 'null') as unknown;
  const latency = member('model_latency');
  return {
    output: member('output'),
    scores: (member('scores') ?? {}) as Record<string, unknown>,
    latency: typeof latency === 'number' ? latency : null,
  };
}

/** As `Evaluation.summarize` of the Python client (weave 0.54): a row without a score is an empty one. */
function summaryOf(scorers: readonly string[], { rows }: Gathered): Record<string, unknown> {
  const entries = scorers.map(
    (name) => [name, autoSummarize(rows.map(({ scores }) => scores[name] ?? {}))] as const,
  );
  const output = autoSummarize(rows.map((row) => row.output));
  const latency = autoSummarize(rows.map((row) => row.latency));
  return {
    ...(output === null || Object.keys(output).length === 0 ? {} : { output }),
    ...Object.fromEntries(entries),
    model_latency: latency,
  };
}
