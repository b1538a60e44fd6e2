import type { EvaluationEstimate } from '@runloom/model';
import { type ReadPrices, totalCost } from '../calls/index.ts';
import type { Asked } from '../playground/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { PublishedScorer, Scorers } from '../scorers/index.ts';
import type { ChosenDataset, ChosenModel } from './planning.ts';
import { filled } from './prompt-messages.ts';

/** Characters a token, as providers say of English texts. */
const CHARACTERS_A_TOKEN = 4;
/** What is taken for the length of an answer where none is bounded, in tokens. */
const ANSWER_TOKENS = 250;
const VERDICT_TOKENS = 80;

type Ask = EvaluationEstimate['asks'][number];

/** What an evaluation would ask for, by the lengths of the first rows. */
export async function estimateRun(
  deps: {
    readonly prices: ReadPrices;
    readonly scorers: Pick<Scorers, 'askedOf'>;
    readonly clock: () => number;
  },
  project: ProjectId,
  of: {
    readonly dataset: ChosenDataset;
    readonly models: readonly ChosenModel[];
    readonly specs: readonly PublishedScorer['spec'][];
    readonly trials: number;
  },
): Promise<EvaluationEstimate> {
  const { dataset, models, trials } = of;
  const calls = dataset.rows * trials;
  const judges = of.specs.flatMap((spec) => (spec.kind === 'judge' ? [spec] : []));
  const asks: Omit<Ask, 'cost'>[] = models.flatMap(({ asked }) => {
    const answerTokens = Math.min(asked.parameters.maxTokens ?? ANSWER_TOKENS, ANSWER_TOKENS);
    const answer = 'x'.repeat(answerTokens * CHARACTERS_A_TOKEN);
    return [
      {
        provider: asked.provider,
        model: asked.model,
        purpose: 'answer' as const,
        calls,
        promptTokens: calls * meanTokens(dataset, (row) => filled(asked, row)),
        completionTokens: calls * answerTokens,
      },
      ...judges.map((spec) => ({
        provider: spec.provider,
        model: spec.model,
        purpose: 'judge' as const,
        calls,
        promptTokens:
          calls *
          meanTokens(dataset, (inputs) =>
            deps.scorers.askedOf({ ...spec, field: '' }, { inputs, output: answer }),
          ),
        completionTokens: calls * VERDICT_TOKENS,
      })),
    ];
  });
  const names = [...new Set(asks.map(({ model }) => model))];
  const prices = names.length === 0 ? [] : await deps.prices(project, names);
  const now = deps.clock() * 1_000;
  const priced = asks.map((ask): Ask => {
    const used = { ...ask, cacheReadTokens: 0, cacheCreationTokens: 0 };
    return { ...ask, cost: totalCost([used], prices, now) };
  });
  const costs = priced.flatMap(({ cost }) => cost ?? []);
  const [first = {}] = dataset.sample;
  const variables = models.flatMap((model) => model.variables);
  return {
    rows: dataset.rows,
    trials,
    asks: priced,
    calls: priced.reduce((sum, ask) => sum + ask.calls, 0),
    cost: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    missingVariables: [...new Set(variables)].filter((name) => !Object.hasOwn(first, name)),
  };
}

function meanTokens(
  { sample }: ChosenDataset,
  askedOf: (row: Readonly<Record<string, unknown>>) => Asked,
): number {
  const lengths = sample.map((row) => JSON.stringify(askedOf(row).messages).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return Math.ceil(total / Math.max(1, lengths.length) / CHARACTERS_A_TOKEN);
}
