import type { RunView } from '@runloom/model';
import { runColour } from '../../../components/run-colour.ts';
import type { ShownRun } from '../../../panels/board/board-context.ts';
import { createMatcher } from '../../../panels/board/matcher.ts';
import { isRunShown, type RunsView } from '../view/runs-view.ts';

/** Runs drawn before the reader chooses others. */
export const NEWEST_COUNT = 10;

/** A run of the list. */
export interface ListedRun extends ShownRun {
  readonly run: RunView;
  readonly isShown: boolean;
  /** Is shown without being switched by itself. */
  readonly isInBase: boolean;
}

/** Name of a run for people. */
export function runLabel({ displayName, name }: Pick<RunView, 'displayName' | 'name'>): string {
  return displayName.trim() === '' ? name : displayName;
}

/**
 * The runs that the search finds, each with its colour and whether it is shown. A run's colour
 * follows from how many runs were before it, so it stays when newer ones come, and neighbours in
 * the list never share one.
 * @param runs newest first, from the newest on
 * @param totalCount runs of the project, those that are not loaded yet among them
 */
export function listRuns(
  runs: readonly RunView[],
  totalCount: number,
  view: RunsView,
): readonly ListedRun[] {
  const { matches } = createMatcher(view.search, view.isExpression);
  const found = runs.flatMap((run, index) => {
    const label = runLabel(run);
    if (!matches(label)) return [];
    return [{ run, name: run.name, label, colour: runColour(totalCount - 1 - index) }];
  });
  return found.map((listed, index) => {
    const isInBase = view.base === 'all' || (view.base === 'newest' && index < NEWEST_COUNT);
    return { ...listed, isInBase, isShown: isRunShown(view, listed.name, isInBase) };
  });
}
