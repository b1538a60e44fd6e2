import type { EvaluationView, LeaderboardInput } from '@runloom/model';

type Direction = 'higher' | 'lower';

/** A leaderboard as somebody is making it. */
export interface LeaderboardDraft {
  readonly title: string;
  readonly description: string;
  /** Scores in their order. */
  readonly scores: readonly {
    readonly key: string;
    readonly direction: Direction;
    readonly isChosen: boolean;
  }[];
  /** Models by their versions; an empty title is the model's own name. */
  readonly models: readonly {
    readonly ref: string;
    readonly name: string;
    readonly title: string;
  }[];
}

/** Scores that are columns until somebody chooses others. */
const FIRST_SCORES = 6;

/** What chosen evaluations suggest: all of their scores and models. */
export function draftOf(evaluations: readonly EvaluationView[]): LeaderboardDraft {
  const scores = new Map<string, Direction>();
  const models = new Map<string, string>();
  for (const { scores: own, model, name } of evaluations) {
    for (const { key, direction } of own) if (!scores.has(key)) scores.set(key, direction);
    if (model !== null && !models.has(model.ref)) models.set(model.ref, `${model.name} (${name})`);
  }
  return {
    title: evaluations[0]?.evaluation?.name ?? '',
    description: '',
    scores: [...scores].map(([key, direction], index) => ({
      key,
      direction,
      isChosen: index < FIRST_SCORES,
    })),
    models: [...models].map(([ref, name]) => ({ ref, name, title: '' })),
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
      .map(({ key, direction }) => ({ evaluation: ref, key, direction })),
  );
  const title = draft.title.trim();
  if (title === '' || columns.length === 0) return null;
  return {
    title,
    description: draft.description.trim(),
    columns,
    models: draft.models.map(({ ref, title: shown }) => ({ ref, title: shown.trim() || null })),
  };
}
