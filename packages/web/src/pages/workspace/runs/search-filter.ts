import { RUN_FILTER_LIMITS } from '@runloom/model';
import { createMatcher } from '../../../panels/board/matcher.ts';
import type { RunsView } from '../view/runs-view.ts';

/**
 * The search of the list as a filter for the server: runs whose name for people matches, or the id
 * of those that have none. Null when nothing is searched for, or nothing that the server would take.
 */
export function searchFilter({
  search,
  isExpression,
}: Pick<RunsView, 'search' | 'isExpression'>): string | null {
  if (search === '') return null;
  const isPattern = isExpression && !createMatcher(search, true).isBroken;
  const pattern = `(?i)${isPattern ? search : search.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`;
  if (pattern.length > RUN_FILTER_LIMITS.pattern) return null;
  return JSON.stringify({
    $or: [
      { displayName: { $regex: pattern } },
      { $and: [{ displayName: { $regex: '^\\s*$' } }, { name: { $regex: pattern } }] },
    ],
  });
}
