import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { TableRows } from '../list/use-table-rows.ts';

/**
 * Keeps what is read in its place when runs appear above it: who reads in the middle of the list sees
 * nothing jump. At the very top new runs come into sight.
 */
export function useAnchoredScroll(
  scroller: RefObject<HTMLDivElement | null>,
  rows: TableRows,
  rowHeight: number,
  growsAtTop: boolean,
): void {
  const before = useRef({ count: rows.count });
  useLayoutEffect(() => {
    const added = rows.count - before.current.count;
    before.current = { count: rows.count };
    const element = scroller.current;
    if (element === null || !growsAtTop || added <= 0 || element.scrollTop < rowHeight) return;
    // A list that is read for the first time, or filtered anew, has not grown.
    if (added > 200) return;
    element.scrollTop += added * rowHeight;
  });
}
