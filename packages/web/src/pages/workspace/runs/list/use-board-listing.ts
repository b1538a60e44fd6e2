import { formatFilterText, type RunsPart } from '@runloom/model';
import { useMemo } from 'react';
import type { BoardListing } from '../../../../panels/board/board-context.ts';
import type { RunsAction } from '../../view/runs-view.ts';
import { readFilter } from '../filter/list-filter.ts';
import { colourOf } from './colours.ts';

/** What panels know of the list of runs, and how they narrow it. */
export function useBoardListing(
  { colours, filter }: Pick<RunsPart, 'colours' | 'filter'>,
  order: readonly string[],
  dispatch: (action: RunsAction) => void,
): BoardListing {
  return useMemo(
    () => ({
      order,
      colourField: colours.byField,
      colourOf: (run, value) => colourOf(run, colours, value),
      narrow: (more) => {
        // What can't be read lists everything: then only what is asked for now counts.
        const before = readFilter(filter).filter;
        const filters = before === null ? [more] : [before, more];
        dispatch({ kind: 'runs/filter', text: formatFilterText({ kind: 'and', filters }) });
      },
    }),
    [colours, filter, order, dispatch],
  );
}
