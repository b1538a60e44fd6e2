import { type BoardPart, INITIAL_VIEW_SPEC } from '@runloom/model';
import type { ChartAxis, Range } from '../../charts/index.ts';
import { type PanelsAction, reducePanels } from './reducers/panels.ts';
import {
  INITIAL_PASSING,
  type PassingAction,
  type PassingState,
  reducePassing,
  zoomName,
} from './reducers/passing.ts';
import { reduceSections, type SectionsAction } from './reducers/sections.ts';
import {
  type LineDefaults,
  lineDefaults,
  reduceSettings,
  type SettingsAction,
} from './reducers/settings.ts';

/** A board as the reader set it up, and what of it is looked at. */
export interface BoardState {
  readonly board: BoardPart;
  readonly passing: PassingState;
}

export type BoardAction = PassingAction | SettingsAction | SectionsAction | PanelsAction;

/** The state in the words of panels and toolbar. */
export interface BoardView extends PassingState, LineDefaults {
  readonly board: BoardPart;
  /** Panels side by side; null: as many as fit. */
  readonly columns: number | null;
  /** A zoom in one panel is a zoom in all. */
  readonly syncsZoom: boolean;
}

export const INITIAL_BOARD_STATE: BoardState = {
  board: INITIAL_VIEW_SPEC.board,
  passing: INITIAL_PASSING,
};

/** The state after what the reader did; the same object when nothing changes. */
export function reduceBoard(state: BoardState, action: BoardAction): BoardState {
  switch (action.kind) {
    case 'search':
    case 'zoom':
    case 'full-screen':
    case 'page': {
      const passing = reducePassing(state.passing, action, state.board.syncsZoom);
      return passing === state.passing ? state : { ...state, passing };
    }
    case 'axis':
    case 'sync-zoom':
      // Ranges of steps mean nothing in seconds.
      return {
        board: reduceSettings(state.board, action),
        passing: { ...state.passing, zooms: new Map() },
      };
    default:
      return { ...state, board: reducePart(state.board, action) };
  }
}

function reducePart(board: BoardPart, action: Exclude<BoardAction, PassingAction>): BoardPart {
  switch (action.kind) {
    case 'section/open':
    case 'section/rename':
    case 'section/order':
    case 'section/sort':
    case 'section/add':
    case 'section/remove':
    case 'section/layout':
    case 'sections/open-all':
      return reduceSections(board, action);
    case 'panel/settings':
    case 'panel/title':
    case 'panel/type':
    case 'panel/size':
    case 'panel/add':
    case 'panel/duplicate':
    case 'panel/move':
    case 'panel/remove':
    case 'panels/remove':
      return reducePanels(board, action);
    default:
      return reduceSettings(board, action);
  }
}

export function boardViewOf({ board, passing }: BoardState): BoardView {
  const { columns, syncsZoom } = board;
  return { ...passing, ...lineDefaults(board), board, columns, syncsZoom };
}

/** Range of x that a panel with this axis shows; null for all. */
export function zoomOf(
  view: Pick<BoardView, 'zooms' | 'syncsZoom'>,
  panel: string,
  axis: ChartAxis,
): Range | null {
  return view.zooms.get(zoomName(view.syncsZoom, panel, axis)) ?? null;
}

/** Kind of an action that comes many times in a row and is undone as one. */
export function streamOfAction(action: BoardAction): string | null {
  switch (action.kind) {
    case 'search':
    case 'smoothing':
    case 'section/layout':
    case 'panel/size':
      return action.kind;
    case 'panel/settings':
      return `${action.kind} ${action.panel} ${Object.keys(action.change).join(' ')}`;
    case 'settings/change':
      return `${action.kind} ${action.section} ${Object.keys(action.change).join(' ')}`;
    default:
      return null;
  }
}

/** Going to a panel and back changes nothing that one would want to undo. */
export function isPassingAction({ kind }: BoardAction): boolean {
  return kind === 'full-screen' || kind === 'page';
}
