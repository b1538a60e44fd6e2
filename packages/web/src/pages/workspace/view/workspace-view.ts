import { BOARD_PARAMETERS, decodeBoard, encodeBoard } from '../../../panels/board/board-address.ts';
import {
  type BoardAction,
  type BoardView,
  isPassingAction,
  reduceBoard,
  streamOfAction,
} from '../../../panels/board/board-view.ts';
import { joinTexts, splitTexts } from '../../../panels/view/list-text.ts';
import type { AddressParameters, ViewRules } from '../../../panels/view/use-view.ts';
import { INITIAL_RUNS_VIEW, type RunsAction, type RunsView, reduceRuns } from './runs-view.ts';

/** Everything that the reader can set up in a workspace. */
export interface WorkspaceView {
  readonly board: BoardView;
  readonly runs: RunsView;
}

export type WorkspaceAction = BoardAction | RunsAction;

/** One reducer for the page, and how the address bar tells of its state. */
export const WORKSPACE_RULES: ViewRules<WorkspaceView, WorkspaceAction> = {
  parameters: ['q', 're', 'show', 'on', 'off', 'runs', ...BOARD_PARAMETERS],
  encode: ({ board, runs }) => ({ ...encodeRuns(runs), ...encodeBoard(board) }),
  decode: (parameters) => ({ board: decodeBoard(parameters), runs: decodeRuns(parameters) }),
  reduce: (view, action) => {
    if (isRunsAction(action)) {
      const runs = reduceRuns(view.runs, action);
      return runs === view.runs ? view : { ...view, runs };
    }
    const board = reduceBoard(view.board, action);
    return board === view.board ? view : { ...view, board };
  },
  streamOf: (action) => {
    if (isRunsAction(action)) return action.kind === 'runs/search' ? action.kind : null;
    return streamOfAction(action);
  },
  isPassing: (action) => !isRunsAction(action) && isPassingAction(action),
};

function isRunsAction(action: WorkspaceAction): action is RunsAction {
  return action.kind.startsWith('runs/');
}

function encodeRuns(view: RunsView): AddressParameters {
  return {
    q: view.search,
    re: view.isExpression ? '1' : '',
    show: view.base === INITIAL_RUNS_VIEW.base ? '' : view.base,
    on: joinTexts(view.shown),
    off: joinTexts(view.hidden),
    runs: view.layout === INITIAL_RUNS_VIEW.layout ? '' : view.layout,
  };
}

function decodeRuns({ q, re, show, on, off, runs }: AddressParameters): RunsView {
  return {
    search: q ?? '',
    isExpression: Boolean(re),
    base: show === 'all' || show === 'none' ? show : INITIAL_RUNS_VIEW.base,
    shown: splitTexts(on ?? ''),
    hidden: splitTexts(off ?? ''),
    layout: runs === 'wide' || runs === 'closed' ? runs : INITIAL_RUNS_VIEW.layout,
  };
}
