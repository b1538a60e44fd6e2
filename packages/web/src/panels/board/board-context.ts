import type { LoggedChart, LoggedMedia, MetricDefinition, RunFilter } from '@runloom/model';
import { createContext, useContext } from 'react';
import type { PanelSpec } from '../panel-spec.ts';
import type { BoardAction, BoardView } from './board-view.ts';
import type { BoardDrag } from './drag.ts';
import type { Section } from './sections.ts';

/** A run whose lines are drawn. */
export interface ShownRun {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  /** That was chosen for the group of the list that it is in; absent where none was. */
  readonly groupColour?: string;
  /** What its script said of its metrics. */
  readonly definitions: readonly MetricDefinition[];
  /** Top-level keys of its summary, as far as they are needed to tell what it logs. */
  readonly summaryKeys: readonly string[];
  /** What it logged besides numbers: images, tables, … and charts of `wandb.plot`. */
  readonly media: readonly LoggedMedia[];
  readonly charts: readonly LoggedChart[];
}

/** The list that a board's runs are from, for panels that look at more than the runs shown. */
export interface BoardListing {
  /** As requests have it. */
  readonly order: readonly string[];
  /** Field by whose values runs are coloured; null: each has its own colour. */
  readonly colourField: string | null;
  /** @param value of the field that runs are coloured by */
  readonly colourOf: (
    run: { readonly name: string; readonly serial: number },
    value: unknown,
  ) => string;
  /** Lists only runs that the filter means too. */
  readonly narrow: (filter: RunFilter) => void;
}

/** What all panels of a board share. */
export interface BoardData {
  readonly entity: string;
  readonly project: string;
  /** In the order of the list. */
  readonly runs: readonly ShownRun[];
  /** Runs that are listed and not shown: hiding one must not move the windows of groups. */
  readonly hiddenRuns: readonly string[];
  /** Fields by which the list is grouped, outermost first: charts that group do so by these. */
  readonly groupBy: readonly string[];
  /** Name of the run that the reader pinned to compare all others with. */
  readonly baseline: string | null;
  /** Filter of the list in Mongo's grammar, for panels that look at more than the runs shown; undefined: all. */
  readonly filter: Readonly<Record<string, unknown>> | undefined;
  /** Null where the board is about one run. */
  readonly listing: BoardListing | null;
  readonly view: BoardView;
  readonly dispatch: (action: BoardAction) => void;
  /** All of them, those that a search leaves out among them. */
  readonly sections: readonly Section[];
  /** Keys of numbers that the project's runs logged. */
  readonly metricKeys: readonly string[];
  readonly drag: BoardDrag;
  /** Whether panels of the type have a form. */
  readonly canEdit: (type: string) => boolean;
  /** Opens the form of a panel's settings; null closes it. */
  readonly edit: (panel: string | null) => void;
  /** Puts panels into a report; absent where there is no report to put them into. */
  readonly addToReport?: ((panels: readonly PanelSpec[]) => void) | undefined;
  /** Makes a link to a panel alone, for people without an account. */
  readonly sharePanel?: ((panel: PanelSpec) => void) | undefined;
  /** It is looked at, not set up: panels can't be moved, sized or changed. */
  readonly isFixed?: boolean;
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
