import { writeFile } from 'node:fs/promises';
import { EvaluationComparison, type EvaluationView, ExampleOutline } from '@runloom/model';
import { type ApiClient, createApiClient } from '../client.ts';
import { ServerError, UsageError } from '../errors.ts';
import { findEvaluation } from './find-evaluation.ts';
import { judge } from './judge.ts';
import { junitOf } from './junit.ts';
import { markdownOf } from './markdown.ts';
import type { GateOptions } from './options.ts';
import { exitCodeOf, type GateOutcome, verdictOfAll } from './outcome.ts';
import { isGatedByDefault, type PairedValues, pairValues } from './paired-values.ts';

const POLL_MS = 2_000;

/**
 * Compares, writes the reports, and answers the exit code.
 * @param print where the report goes
 * @throws UsageError, ServerError where nothing could be compared
 */
export async function runGate(
  options: GateOptions,
  print: (text: string) => void,
): Promise<number> {
  const api = createApiClient(options.url, options.key);
  const outcome = await compare(api, options);
  const markdown = markdownOf(outcome, linkOf(options, outcome));
  print(markdown);
  if (options.markdownFile !== null) await write(options.markdownFile, markdown);
  if (options.junitFile !== null) await write(options.junitFile, junitOf(outcome));
  return exitCodeOf(outcome);
}

async function compare(api: ApiClient, options: GateOptions): Promise<GateOutcome> {
  const [baseline, candidate] = await findEnded(api, options);
  if (baseline.id === candidate.id) {
    throw new UsageError(`Baseline and candidate are the same evaluation (${baseline.id}).`);
  }
  const path = ['projects', options.entity, options.project, 'evaluations'];
  const ids = [baseline.id, candidate.id];
  const outline = await api.post(ExampleOutline, [...path, 'examples'], { ids, texts: false });
  const { warnings, commonCount } = await api.post(EvaluationComparison, [...path, 'compare'], {
    ids,
  });
  const metrics = judge(chosen(pairValues(outline), options), options.rule);
  if (commonCount === 0) {
    throw new ServerError(
      'The two evaluations have no example in common: were they run on the same dataset?',
    );
  }
  return {
    verdict: verdictOfAll(metrics),
    baseline,
    candidate,
    metrics,
    rule: options.rule,
    warnings: [...warnings.map(({ message }) => message), ...cutOff([baseline, candidate])],
    commonCount,
    isStrict: options.isStrict,
  };
}

/** Both evaluations, once they have ended. @throws ServerError for one that goes on for longer */
async function findEnded(
  api: ApiClient,
  options: GateOptions,
): Promise<readonly [EvaluationView, EvaluationView]> {
  const deadline = Date.now() + options.waitSeconds * 1_000;
  for (;;) {
    const baseline = await findEvaluation(api, options, options.baseline);
    const candidate = await findEvaluation(api, options, options.candidate);
    const running = [baseline, candidate].find(({ status }) => status === 'running');
    if (running === undefined) return [baseline, candidate];
    if (Date.now() >= deadline) {
      throw new ServerError(
        `${JSON.stringify(running.name)} (${running.id}) is still running: compare it when it has ended, or --wait for it.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The metrics to gate, each with the direction that was asked for. @throws UsageError for one that is not there */
function chosen(
  values: readonly PairedValues[],
  { metrics }: Pick<GateOptions, 'metrics'>,
): readonly PairedValues[] {
  if (metrics.size === 0) return values.filter(isGatedByDefault);
  return [...metrics].map(([key, direction]) => {
    const found = values.find((one) => one.key === key);
    if (found === undefined) {
      const known = values.map((one) => one.key).join(', ');
      throw new UsageError(`There is no metric ${JSON.stringify(key)}, only ${known}.`);
    }
    return direction === null ? found : { ...found, direction };
  });
}

function cutOff(evaluations: readonly EvaluationView[]): readonly string[] {
  return evaluations
    .filter(({ status }) => status === 'partial' || status === 'failed')
    .map(({ name, trialCount, expectedCount, status }) => {
      const of = expectedCount === null ? '' : ` of ${expectedCount.toLocaleString('en')}`;
      return `${name} ${status === 'failed' ? 'failed' : 'was cut off'} after ${trialCount.toLocaleString('en')}${of} trials: compared on what both have.`;
    });
}

function linkOf({ url, entity, project }: GateOptions, outcome: GateOutcome): string {
  const ids = JSON.stringify([outcome.baseline.id, outcome.candidate.id]);
  const place = [entity, project].map(encodeURIComponent).join('/');
  return `${url}/${place}/weave/compare-evaluations?evaluationCallIds=${encodeURIComponent(ids)}`;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be written: ${why}`);
  }
}
