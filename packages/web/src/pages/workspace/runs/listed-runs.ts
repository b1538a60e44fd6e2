import type { RunView } from '@runloom/model';
import { runColour } from '../../../components/run-colour.ts';
import type { ShownRun } from '../../../panels/board/board-context.ts';
import { createMatcher } from '../../../panels/board/matcher.ts';
import { isRunShown, type RunsView } from '../view/runs-view.ts';

/** Runs drawn before the reader chooses others. */
export const NEWEST_COUNT = 10;

/** What the list must know of a run. */
type NamedRun = Pick<RunView, 'displayName' | 'name' | 'metricDefinitions'>;

/** A run of the list. */
export interface ListedRun<Run extends NamedRun = RunView> extends Omit<ShownRun, 'summaryKeys'> {
  readonly run: Run;
  readonly isShown: boolean;
  /** Is shown without being switched by itself. */
  readonly isInBase: boolean;
}

/** Name of a run for people. */
function runLabel({ displayName, name }: Pick<RunView, 'displayName' | 'name'>): string {
  return displayName.trim() === '' ? name : displayName;
}

/**
 * The runs that the search finds, each with its colour and whether it is shown. A run's colour
 * follows from how many runs were before it, so it stays when newer ones come, and neighbours in
 * the list never share one.
 * @param runs newest first, from the newest on
 * @param totalCount runs of the project, those that are not loaded yet among them
 * @param beyond older ones that the server found, with the number of runs before each where it is known
 */
export function listRuns<Run extends NamedRun>(
  runs: readonly Run[],
  totalCount: number,
  view: RunsView,
  beyond: readonly { readonly run: Run; readonly place: number | undefined }[] = [],
): readonly ListedRun<Run>[] {
  const { matches } = createMatcher(view.search, view.isExpression);
  const placed = [
    ...runs.map((run, index) => ({ run, place: totalCount - 1 - index })),
    // Without a place, neighbours differ at least.
    ...beyond.map(({ run, place }, index) => ({ run, place: place ?? beyond.length - 1 - index })),
  ];
  const found = placed.flatMap(({ run, place }) => {
    const label = runLabel(run);
    if (!matches(label)) return [];
    const colour = runColour(place);
    return [{ run, name: run.name, label, colour, definitions: run.metricDefinitions }];
  });
  return found.map((listed, index) => {
    const isInBase = view.base === 'all' || (view.base === 'newest' && index < NEWEST_COUNT);
    return { ...listed, isInBase, isShown: isRunShown(view, listed.name, isInBase) };
  });
}
