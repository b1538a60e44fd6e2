import type { ReportRunSet } from '@runloom/model';
import { memo, useEffect, useMemo } from 'react';
import { AlsoFromContext } from '../../../data/also-from.ts';
import { useLiveAlso, useLiveProject } from '../../../data/live.ts';
import type { BoardListing } from '../../../panels/board/board-context.ts';
import { useBoardListing } from '../../workspace/runs/list/use-board-listing.ts';
import { type RunList, useRunList } from '../../workspace/runs/list/use-run-list.ts';
import { placeOf } from '../place-of.ts';

/** The runs of one run set as they are listed now. */
export interface ReadRunSet {
  readonly list: RunList;
  readonly listing: BoardListing;
}

/** Reads the runs of one set and tells the grid of them. Draws nothing. */
export const RunSetSource = memo(function RunSetSource({
  set,
  onRead,
}: {
  readonly set: ReportRunSet;
  readonly onRead: (id: string, read: ReadRunSet) => void;
}) {
  return (
    <AlsoFromContext value={set.runs.alsoFrom}>
      <Reader set={set} onRead={onRead} />
    </AlsoFromContext>
  );
});

function Reader({
  set,
  onRead,
}: {
  readonly set: ReportRunSet;
  readonly onRead: (id: string, read: ReadRunSet) => void;
}) {
  const { entity, project } = placeOf(set.project);
  useLiveProject(entity, project);
  useLiveAlso(entity, project, set.runs.alsoFrom);
  const list = useRunList(entity, project, set.runs);
  const listing = useBoardListing(set.runs, list.order, ignore);
  const { drawn, hidden, request, isPending, error, foundCount, totalCount } = list;
  // The list is another object on each render; it is told of when what it says is another.
  const told = useMemo(
    () => ({ list, listing }),
    [drawn, hidden, request, isPending, error, foundCount, totalCount, listing, list.view],
  );
  useEffect(() => onRead(set.id, told), [onRead, set.id, told]);
  return null;
}

const ignore = (): void => {};
