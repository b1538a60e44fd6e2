import { useCallback, useMemo } from 'react';
import { useBoard } from '../board-context.ts';

/** The ids of all sections as they stand, and the function that puts them in another order. */
export function useSectionOrder() {
  const { sections, dispatch } = useBoard();
  const order = useMemo(() => sections.map(({ id }) => id), [sections]);
  const reorder = useCallback(
    (next: readonly string[]) => dispatch({ kind: 'section/order', order: next }),
    [dispatch],
  );
  return { order, reorder };
}

/** The order with one id so many places further; unchanged at the ends. */
export function moved(order: readonly string[], id: string, by: number): readonly string[] {
  const from = order.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return order;
  return order.toSpliced(from, 1).toSpliced(to, 0, id);
}
