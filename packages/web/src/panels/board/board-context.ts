import type { MetricDefinition } from '@runloom/model';
import { createContext, useContext } from 'react';
import type { BoardAction, BoardView } from './board-view.ts';

/** A run whose lines are drawn. */
export interface ShownRun {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  /** What its script said of its metrics. */
  readonly definitions: readonly MetricDefinition[];
  /** Top-level keys of its summary, as far as they are needed to tell what it logs. */
  readonly summaryKeys: readonly string[];
}

/** What all panels of a board share. */
export interface BoardData {
  readonly entity: string;
  readonly project: string;
  /** Newest first. */
  readonly runs: readonly ShownRun[];
  readonly view: BoardView;
  readonly dispatch: (action: BoardAction) => void;
}

export const BoardContext = createContext<BoardData | null>(null);

/** The board that the panel is on. */
export function useBoard(): BoardData {
  const board = useContext(BoardContext);
  if (board === null) throw new Error('A panel needs a board around it');
  return board;
}

/** Name of the run that the reader points at in a list; its lines stand out. Changes often, so it is apart. */
export const FocusedRunContext = createContext<string | null>(null);
