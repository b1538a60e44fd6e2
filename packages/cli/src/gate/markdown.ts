import type { EvaluationView } from '@runloom/model';
import type { JudgedMetric } from './judge.ts';
import type { GateOutcome } from './outcome.ts';
import { differenceText, examples, headline, pText, valueText, verdictText } from './texts.ts';

const SIGNS = { passed: '✅', regression: '❌', inconclusive: '❔', missing: '❔' } as const;

/** A report for people: the terminal, a summary of a job, a comment on a change. */
export function markdownOf(outcome: GateOutcome, link: string): string {
  const { baseline, candidate, metrics, rule, warnings, commonCount } = outcome;
  const rows = metrics.map((metric) =>
    [
      `${SIGNS[metric.verdict]} ${inline(metric.values.key)}`,
      metric.pairs === 0 ? '–' : valueText(metric, metric.baseline),
      metric.pairs === 0 ? '–' : valueText(metric, metric.candidate),
      metric.pairs === 0 ? '–' : differenceText(metric),
      `${metric.better} / ${metric.worse} / ${metric.ties}`,
      pText(metric.p),
      verdictText(metric) + missingText(metric),
    ].join(' | '),
  );
  return `${[
    `### ${SIGNS[outcome.verdict]} ${inline(headline(outcome))}`,
    '',
    `Candidate ${nameOf(candidate)} against baseline ${nameOf(baseline)}, paired over ${examples(commonCount)} · [compare](${link})`,
    '',
    '| Metric | Baseline | Candidate | Difference (95 %) | Better / worse / same | p | |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    ...warnings.map((warning) => `- ⚠️ ${inline(warning)}`),
    ...(warnings.length === 0 ? [] : ['']),
    `p: that the candidate is worse, one-sided (pass and fail by McNemar’s exact test, numbers by flipped signs or a paired t), adjusted over the metrics (Holm). An equal candidate is blocked at most ${percent(rule.alpha)} of the time.`,
  ].join('\n')}\n`;
}

const nameOf = ({ name, id }: EvaluationView): string => `**${inline(name)}** (\`${inline(id)}\`)`;

function missingText({ values: { onlyBaseline, onlyCandidate } }: JudgedMetric): string {
  const parts = [
    ...(onlyBaseline === 0 ? [] : [`${examples(onlyBaseline)} without a value in the candidate`]),
    ...(onlyCandidate === 0 ? [] : [`${examples(onlyCandidate)} without one in the baseline`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')}.)`;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** Text that people chose: nothing of it is taken for markup, and it stays on its line. */
export function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|~#!@]/g, '\\$&');
}
