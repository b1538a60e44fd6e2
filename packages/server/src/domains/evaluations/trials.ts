import { createHash } from 'node:crypto';
import { memberText, memberTexts, stringOf } from '@runloom/model';
import type { Call } from '../../../domains/calls/index.ts';

/** One attempt of a model at one row of a dataset, as an evaluation logged it. Values are JSON texts. */
export interface Trial {
  readonly evaluationId: string;
  /** Of the row: its digest in the dataset, or that of its text. */
  readonly rowDigest: string;
  readonly callId: string;
  readonly predictCallId: string | null;
  readonly example: string;
  readonly output: string;
  readonly scores: ReadonlyMap<string, string>;
  readonly scorerCallIds: ReadonlyMap<string, string>;
  readonly latencySeconds: number | null;
  readonly totalTokens: number | null;
  readonly totalCost: number | null;
  readonly spanRefs: string | null;
}

const PREDICT_AND_SCORE = /(?:^|[./])predict(?:_and_score|AndScore)(?::|$)/;

/** Whether a call is one trial: Python and npm name them differently. */
export const isTrial = (call: Call): boolean => PREDICT_AND_SCORE.test(call.opName);

/** Puts the trial together from its call and the calls below it. */
export function readTrial(call: Call, children: readonly Call[]): Trial {
  const own = call.output || 'null';
  const example = memberText(call.inputs, 'example') ?? 'null';
  const scoring = children.filter(isScoring);
  const predict = children.find((child) => !isScoring(child)) ?? null;
  const scores = new Map(memberTexts(memberText(own, 'scores') ?? '{}'));
  const scorerCallIds = new Map<string, string>();
  for (const child of scoring) {
    const name = scorerName(child);
    scorerCallIds.set(name, child.id);
    // A score that came after the trial had ended stands in its own call only.
    if (!scores.has(name) && child.endedAt !== null && child.exception === null) {
      scores.set(name, child.output || 'null');
    }
  }
  const usage =
    predict === null ? [] : [...memberTexts(memberText(predict.summary, 'usage') ?? '{}')];
  const costs = Object.values(predict?.costs ?? {});
  return {
    evaluationId: call.parentId ?? '',
    rowDigest: digestOf(example),
    callId: call.id,
    predictCallId: predict?.id ?? null,
    example,
    output:
      memberText(own, 'output') ?? memberText(own, 'model_output') ?? predict?.output ?? 'null',
    scores,
    scorerCallIds,
    latencySeconds: latencyOf(predict, memberText(own, 'model_latency')),
    totalTokens:
      usage.length === 0
        ? null
        : usage.reduce((sum, [, use]) => sum + Number(memberText(use, 'total_tokens') ?? 0), 0),
    totalCost:
      costs.length === 0
        ? null
        : costs.reduce((sum, cost) => sum + (cost.promptCost ?? 0) + (cost.completionCost ?? 0), 0),
    spanRefs: memberText(memberText(call.attributes, 'weave') ?? '{}', 'genai_span_ref'),
  };
}

/** Imperative loggers and the server mark scores; otherwise they are what has `output` among its inputs. */
function isScoring(call: Call): boolean {
  const meta = memberText(call.attributes, '_weave_eval_meta') ?? '{}';
  const weave = memberText(call.attributes, 'weave') ?? '{}';
  if (memberText(meta, 'score') === 'true' || memberText(weave, 'score') !== null) return true;
  if (stringOf(memberText(weave, 'kind')) === 'scorer') return true;
  if (memberText(call.inputs, 'output') !== null) return true;
  return memberText(memberText(call.inputs, 'arg0') ?? '{}', 'modelOutput') !== null;
}

/** `Length.score` is `Length`; a function is called as it is. */
function scorerName(call: Call): string {
  const name = /\/op\/([^:/]+):/.exec(call.opName)?.[1] ?? call.opName;
  return name.replace(/\.score$/, '');
}

function digestOf(example: string): string {
  const text = stringOf(example);
  const [, digest] = /\/attr\/rows\/id\/([^/]+)/.exec(text ?? '') ?? [];
  if (digest !== undefined) return digest;
  const hash = createHash('sha256')
    .update(text ?? example)
    .digest('base64url');
  return hash.replaceAll('-', 'X').replaceAll('_', 'Y');
}

function latencyOf(predict: Call | null, told: string | null): number | null {
  if (predict !== null && predict.endedAt !== null) {
    return (predict.endedAt - predict.startedAt) / 1e6;
  }
  const seconds = Number(told === null ? Number.NaN : (memberText(told, 'mean') ?? told));
  return Number.isFinite(seconds) && told !== 'null' ? seconds : null;
}
