import type { EvaluationView, LeaderboardInput } from '@runloom/model';

type Direction = 'higher' | 'lower';

/** A leaderboard as somebody is making it. */
export interface LeaderboardDraft {
  readonly title: string;
  readonly description: string;
  /** Scores in their order. */
  readonly scores: readonly {
    readonly key: string;
    readonly kind: 'rate' | 'number';
    readonly direction: Direction;
    readonly isChosen: boolean;
  }[];
}

/** Scores that are columns until somebody chooses others. */
const FIRST_SCORES = 6;

/** What chosen evaluations suggest: all of their scores. */
export function draftOf(evaluations: readonly EvaluationView[]): LeaderboardDraft {
  const scores = new Map<string, EvaluationView['scores'][number]>();
  for (const score of evaluations.flatMap((one) => one.scores)) {
    if (!scores.has(score.key)) scores.set(score.key, score);
  }
  return {
    title: evaluations[0]?.evaluation?.name ?? '',
    description: '',
    scores: [...scores.values()].map(({ key, kind, direction }, index) => ({
      key,
      kind,
      direction,
      isChosen: index < FIRST_SCORES,
    })),
  };
}

/** What the server is asked for; null while it would have no column or no name. */
export function inputOf(
  draft: LeaderboardDraft,
  evaluations: readonly EvaluationView[],
): LeaderboardInput | null {
  const chosen = draft.scores.filter(({ isChosen }) => isChosen);
  // A score is a column for each version of an evaluation that has it: versions are not mixed.
  const columns = [
    ...new Set(evaluations.flatMap(({ evaluation }) => evaluation?.ref ?? [])),
  ].flatMap((ref) =>
    chosen
      .filter(({ key }) =>
        evaluations.some(
          ({ evaluation, scores }) =>
            evaluation?.ref === ref && scores.some((score) => score.key === key),
        ),
      )
      .map(({ key, kind, direction }) => ({ evaluation: ref, key, kind, direction })),
  );
  const title = draft.title.trim();
  if (title === '' || columns.length === 0) return null;
  return { title, description: draft.description.trim(), columns };
}
