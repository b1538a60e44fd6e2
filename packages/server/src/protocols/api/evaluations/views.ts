import type { EvaluationSubject, EvaluationView, ExampleOutline } from '@runloom/model';
import type {
  EvaluationSummary,
  ExampleTable,
  ExampleTexts,
  Subject,
} from '../../../domains/evaluations/index.ts';

const subject = (one: Subject | null): EvaluationSubject | null =>
  one === null ? null : { ...one };

/** An evaluation as pages show it. @param users names by id */
export function evaluationView(
  evaluation: EvaluationSummary,
  users: ReadonlyMap<string | null, string>,
): EvaluationView {
  const { call, self, scores, latency, scorers } = evaluation;
  return {
    id: call.id,
    traceId: call.traceId,
    name: evaluation.name,
    status: evaluation.status,
    evaluation: subject(self),
    model: subject(evaluation.model),
    dataset: subject(evaluation.dataset),
    scorers: scorers.map((one) => ({ ...one })),
    exampleCount: evaluation.exampleCount,
    expectedCount: evaluation.expectedTrials,
    trialCount: evaluation.trialCount,
    errorCount: evaluation.errorCount,
    startedAt: call.startedAt / 1000,
    endedAt: call.endedAt === null ? null : call.endedAt / 1000,
    user: users.get(call.userId) ?? null,
    scores: scores.map((one) => ({ ...one })),
    uncounted: [...evaluation.uncounted],
    latency: latency === null ? null : { ...latency },
    tokens: evaluation.tokens,
    cost: evaluation.cost,
  };
}

/** Characters of a row that lists show. */
const BEGINNING = 300;

/** All examples as lists, without copying what can be ten thousands of values. */
export function outlineView({
  digests,
  evaluations,
  scores,
  texts,
}: ExampleTable & { readonly texts: ExampleTexts | null }) {
  return {
    digests,
    inputs: texts?.examples.map((example) => example.slice(0, BEGINNING)) ?? [],
    evaluations: evaluations.map((own, at) => ({ ...own, outputs: texts?.outputs[at] ?? [] })),
    scores: scores.map(({ key, kind, direction, values, spreads }) => ({
      key,
      kind,
      direction,
      values,
      // Mostly each example is tried once, and there is nothing to tell.
      spreads: spreads.map((own) => (own.some((spread) => spread !== null) ? own : [])),
    })),
  } satisfies Readonly<Record<keyof ExampleOutline, unknown>>;
}
