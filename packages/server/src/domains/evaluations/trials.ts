import { createHash } from 'node:crypto';
import { memberText, memberTexts, stringOf } from '@runloom/model';
import type { BriefPart, CallBrief, Calls, JsonText } from '../calls/index.ts';
import type { Objects } from '../objects/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { followScores } from './score-refs.ts';
import type { EvaluationRoot, Outputs, Trial } from './types.ts';

const PREDICT_AND_SCORE = /(?:^|[./])predict(?:_and_score|AndScore)(?::|$)/;
/** Of what a model answered, where only the beginning is shown. */
const BEGINNING = 300;
/** What a scorer that came late says; longer ones are no scores. */
const LONGEST_SCORE = 64 * 1024;
const LONGEST_MARKS = 16 * 1024;

/**
 * The attempts of evaluations at the rows of their datasets, by start: calls named predict_and_score
 * (Python) or predictAndScore (npm) below the evaluations, with what stands below each of them.
 */
export async function readTrials(
  {
    calls,
    objects,
  }: { calls: Pick<Calls, 'readBriefs'>; objects: Pick<Objects, 'readReferences'> },
  project: ProjectId,
  evaluations: readonly EvaluationRoot[],
  outputs: Outputs,
): Promise<readonly Trial[]> {
  const asked = {
    traceIds: [...new Set(evaluations.map(({ traceId }) => traceId))],
    parentIds: evaluations.map(({ id }) => id),
  };
  const readBelow = (as: BriefPart['as']) =>
    calls.readBriefs(project, {
      ...asked,
      isTwoBelow: true,
      hasUsage: true,
      parts: belowParts(as),
    });
  // While one of them is put together here, the engine works on the other.
  const [attempts, firstBelow] = await Promise.all([
    calls.readBriefs(project, {
      ...asked,
      isTwoBelow: false,
      hasUsage: false,
      parts: attemptParts(outputs === 'beginning' ? { beginning: BEGINNING } : outputs),
    }),
    readBelow(outputs === 'whole' ? 'whole' : 'nothing'),
  ]);
  const own = attempts.filter(({ opName }) => PREDICT_AND_SCORE.test(opName));
  const together = (below: readonly CallBrief[]): readonly Trial[] => {
    const byParent = Map.groupBy(below, ({ parentId }) => parentId);
    return own.map((attempt) => toTrial(attempt, byParent.get(attempt.id) ?? []));
  };
  let below = firstBelow;
  // Most attempts say themselves what came of them. Only where one does not are the answers below read.
  if (outputs === 'beginning' && lacksAnswers(own, below)) {
    below = await readBelow({ upTo: LONGEST_SCORE });
  }
  return followScores(together(below), (refs) => objects.readReferences({ project }, refs));
}

/** Whether an answer is needed that stands in no attempt: a late score, or what the model said. */
function lacksAnswers(attempts: readonly CallBrief[], below: readonly CallBrief[]): boolean {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  return below.some((call) => {
    const attempt = byId.get(call.parentId);
    if (attempt === undefined || call.endedAt === null || call.isFailed) return false;
    const [, scores, , output, modelOutput] = attempt.parts;
    if (!isScoring(call)) return (output ?? modelOutput ?? null) === null;
    // Of most it is plain that they say nothing by themselves, and no scores need to be read for it.
    if (!addsScore(call, attempt.endedAt)) return false;
    return memberText(scores ?? '{}', scorerName(call)) === null;
  });
}

const attemptParts = (as: BriefPart['as']): readonly BriefPart[] => [
  { root: 'inputs', path: ['example'], as: 'whole' },
  { root: 'output', path: ['scores'], as: 'whole' },
  { root: 'output', path: ['model_latency'], as: 'whole' },
  { root: 'output', path: ['output'], as },
  { root: 'output', path: ['model_output'], as },
  { root: 'attributes', path: ['weave', 'genai_span_ref'], as: 'whole' },
];

const belowParts = (output: BriefPart['as']): readonly BriefPart[] => [
  { root: 'attributes', path: ['_weave_eval_meta'], as: { upTo: LONGEST_MARKS } },
  { root: 'attributes', path: ['weave'], as: { upTo: LONGEST_MARKS } },
  { root: 'inputs', path: ['output'], as: 'presence' },
  { root: 'inputs', path: ['arg0', 'modelOutput'], as: 'presence' },
  { root: 'output', path: [], as: output },
];

/** The same trials with all that models answered. */
export async function withWholeOutputs(
  calls: Pick<Calls, 'readMany'>,
  project: ProjectId,
  trials: readonly Trial[],
): Promise<readonly Trial[]> {
  const ids = trials.flatMap(({ callId, predictCallId }) =>
    predictCallId === null ? [callId] : [callId, predictCallId],
  );
  const outputs = new Map<string, JsonText>();
  for await (const page of calls.readMany(project, ids, { columns: ['output'] })) {
    for (const { id, output } of page) outputs.set(id, output ?? 'null');
  }
  return trials.map((trial) => {
    const own = outputs.get(trial.callId) ?? 'null';
    const output = memberText(own, 'output') ?? memberText(own, 'model_output');
    return { ...trial, output: output ?? outputs.get(trial.predictCallId ?? '') ?? 'null' };
  });
}

/** Puts a trial together from its call and the calls below it. */
function toTrial(attempt: CallBrief, below: readonly CallBrief[]): Trial {
  const [example, told, latency, output, modelOutput, spanRefs] = attempt.parts;
  const scoring: CallBrief[] = [];
  let predict: CallBrief | null = null;
  for (const call of below) {
    if (isScoring(call)) scoring.push(call);
    else predict ??= call;
  }
  const scores = new Map(memberTexts(told ?? '{}'));
  const scorerCallIds = new Map<string, string>();
  const failedScorers = new Set<string>();
  for (const call of scoring) {
    const name = scorerName(call);
    scorerCallIds.set(name, call.id);
    if (call.isFailed) failedScorers.add(name);
    else if (!scores.has(name) && call.endedAt !== null && addsScore(call, attempt.endedAt)) {
      scores.set(name, call.parts[4] ?? 'null');
    }
  }
  return {
    evaluationId: attempt.parentId,
    rowDigest: digestOf(example ?? 'null'),
    callId: attempt.id,
    predictCallId: predict?.id ?? null,
    example: example ?? 'null',
    output: output ?? modelOutput ?? predict?.parts[4] ?? 'null',
    scores,
    scorerCallIds,
    failedScorers,
    isFailed: attempt.isFailed || (predict?.isFailed ?? false),
    isRunning: attempt.endedAt === null,
    startedAt: attempt.startedAt,
    latencySeconds: latencyOf(predict, latency ?? null),
    totalTokens: predict?.tokens ?? null,
    totalCost: predict?.cost ?? null,
    spanRefs: spanRefs ?? null,
  };
}

/** Imperative loggers and the server mark scores. */
const isMarkedScore = ({ parts: [meta, weave] }: CallBrief): boolean =>
  memberText(meta ?? '{}', 'score') === 'true' || memberText(weave ?? '{}', 'score') !== null;

/**
 * Whether a score that stands in its own call only is one of the trial: it was marked, or came after the trial had
 * ended, or while it goes on. A declared evaluation says all scores itself, by names that its scorers were given,
 * of which their calls know nothing.
 */
const addsScore = (call: CallBrief, attemptEndedAt: CallBrief['endedAt']): boolean =>
  isMarkedScore(call) || attemptEndedAt === null || call.startedAt > attemptEndedAt;

/** What is no marked score is one where `output` is among its inputs. */
function isScoring(call: CallBrief): boolean {
  if (isMarkedScore(call)) return true;
  const [, weave, output, modelOutput] = call.parts;
  if (stringOf(memberText(weave ?? '{}', 'kind')) === 'scorer') return true;
  return (output ?? null) !== null || (modelOutput ?? null) !== null;
}

/** `Length.score` is `Length`; a function is called as it is. */
function scorerName({ opName }: CallBrief): string {
  const name = /\/op\/([^:/]+):/.exec(opName)?.[1] ?? opName;
  return name.replace(/\.score$/, '');
}

/** Of a row of a published dataset, its own; else one of its text. */
function digestOf(example: JsonText): string {
  const text = stringOf(example);
  const [, digest] = /\/attr\/rows\/id\/([^/]+)/.exec(text ?? '') ?? [];
  if (digest !== undefined) return digest;
  const hash = createHash('sha256')
    .update(text ?? example)
    .digest('base64url');
  return hash.replaceAll('-', 'X').replaceAll('_', 'Y');
}

function latencyOf(predict: CallBrief | null, told: string | null): number | null {
  if (predict !== null && predict.endedAt !== null) {
    return (predict.endedAt - predict.startedAt) / 1e6;
  }
  const seconds = Number(told === null ? Number.NaN : (memberText(told, 'mean') ?? told));
  return Number.isFinite(seconds) && told !== 'null' ? seconds : null;
}
