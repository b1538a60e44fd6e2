import { INITIAL_VIEW_SPEC, type RunsPart, VIEW_SPEC_VERSION, type ViewSpec } from '@runloom/model';
import {
  type BoardAction,
  type BoardState,
  INITIAL_BOARD_STATE,
  isPassingAction,
  reduceBoard,
  streamOfAction,
} from '../../../panels/board/board-view.ts';
import type { PassingState } from '../../../panels/board/reducers/passing.ts';
import type { HistoryRules } from '../../../panels/view/view-history.ts';
import { type RunsAction, reduceRuns, streamOfRunsAction } from './runs-view.ts';

/** Everything that the reader can set up in a workspace. */
export interface WorkspaceState extends BoardState {
  readonly runs: RunsPart;
}

export type WorkspaceAction =
  | BoardAction
  | RunsAction
  | { readonly kind: 'view/set'; readonly spec: ViewSpec };

/** One reducer for the page. */
export const WORKSPACE_RULES: HistoryRules<WorkspaceState, WorkspaceAction> = {
  reduce(state, action) {
    if (action.kind === 'view/set') return stateOf(action.spec, INITIAL_BOARD_STATE.passing);
    if (isRunsAction(action)) {
      const runs = reduceRuns(state.runs, action);
      return runs === state.runs ? state : { ...state, runs };
    }
    const { board, passing } = reduceBoard(state, action);
    return board === state.board && passing === state.passing
      ? state
      : { ...state, board, passing };
  },
  streamOf(action) {
    if (action.kind === 'view/set') return null;
    return isRunsAction(action) ? streamOfRunsAction(action) : streamOfAction(action);
  },
  isPassing: (action) =>
    action.kind !== 'view/set' && !isRunsAction(action) && isPassingAction(action),
};

export function stateOf(spec: ViewSpec, passing: PassingState): WorkspaceState {
  return { runs: spec.runs, board: spec.board, passing };
}

/** What of the state is saved. */
export function specOf({ runs, board }: Pick<WorkspaceState, 'runs' | 'board'>): ViewSpec {
  return { version: VIEW_SPEC_VERSION, runs, board };
}

/** As nobody changed anything, with panels that come by themselves or none. */
export function initialSpec(mode: ViewSpec['board']['mode']): ViewSpec {
  return { ...INITIAL_VIEW_SPEC, board: { ...INITIAL_VIEW_SPEC.board, mode } };
}

/** What of a view makes sense where other runs are: nothing is said of single ones. */
export function withoutRuns({ version, runs, board }: ViewSpec): ViewSpec {
  const { colours } = runs;
  const isOfValue = ([name]: readonly [string, string]) => /^(?:value|group):/.test(name);
  return {
    version,
    board,
    runs: {
      ...runs,
      shown: runs.shown.filter((name) => name.startsWith('group:')),
      hidden: runs.hidden.filter((name) => name.startsWith('group:')),
      baseline: null,
      pinned: [],
      colours: { ...colours, chosen: colours.chosen.filter(isOfValue) },
    },
  };
}

function isRunsAction(action: WorkspaceAction): action is RunsAction {
  return action.kind.startsWith('runs/');
}
