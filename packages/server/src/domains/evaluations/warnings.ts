import type { Evaluation } from './types.ts';

/** Something that limits a comparison, and what still holds. */
export interface ComparisonWarning {
  readonly kind: 'dataset' | 'scorers' | 'examples';
  readonly message: string;
}

/** What makes evaluations hard to compare. */
export function warningsOf(
  evaluations: readonly Evaluation[],
  /** Examples that all of them have, and that any of them has. */
  { common, all }: { readonly common: number; readonly all: number },
): readonly ComparisonWarning[] {
  const warnings: ComparisonWarning[] = [];
  const datasets = new Set(evaluations.map(({ dataset }) => dataset?.ref ?? ''));
  if (datasets.size > 1) {
    warnings.push({
      kind: 'dataset',
      message: `They were made on different versions of datasets. Differences are over the ${common} examples that are the same in all of them; means are over the examples of each.`,
    });
  } else if (common < all) {
    warnings.push({
      kind: 'examples',
      message: `Not every evaluation has every example: all of them have ${common} of ${all}. Differences are over the examples that both sides have.`,
    });
  }
  const scorers = new Set(
    evaluations.map(({ scorers: own }) => JSON.stringify(own.map(({ ref }) => ref).sort())),
  );
  if (scorers.size > 1) {
    const changed = changedScorers(evaluations);
    warnings.push({
      kind: 'scorers',
      message:
        changed.length === 0
          ? 'They were scored by different scorers. Only scores that both sides have are compared.'
          : `Scorers have other versions from one to another: ${changed.join(', ')}. A difference in their scores may come from the scorer.`,
    });
  }
  return warnings;
}

/** Scorers of one name that stand in more than one version. */
function changedScorers(evaluations: readonly Evaluation[]): readonly string[] {
  const versions = Map.groupBy(
    evaluations.flatMap(({ scorers }) => scorers),
    ({ name }) => name,
  );
  return [...versions]
    .filter(([, own]) => new Set(own.map(({ ref }) => ref)).size > 1)
    .map(([name]) => name);
}
