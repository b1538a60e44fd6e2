import { containsPattern, RUN_FILTER_LIMITS, type RunFilter, type RunsPart } from '@runloom/model';
import { createMatcher } from '../../../../panels/board/matcher.ts';

/**
 * The search of the list as a filter: runs whose name for people matches, or the id of those that
 * have none. Null when nothing is searched for, or nothing that the server would take.
 */
export function searchFilter({
  search,
  isExpression,
}: Pick<RunsPart, 'search' | 'isExpression'>): RunFilter | null {
  if (search === '') return null;
  const isPattern = isExpression && !createMatcher(search, true).isBroken;
  const pattern = isPattern ? `(?i)${search}` : containsPattern(search);
  if (pattern.length > RUN_FILTER_LIMITS.pattern) return null;
  const matches = (name: 'displayName' | 'name', text: string): RunFilter => ({
    kind: 'matches',
    field: { kind: 'attribute', name },
    pattern: text,
  });
  const unnamed: RunFilter = {
    kind: 'and',
    filters: [matches('displayName', '^\\s*$'), matches('name', pattern)],
  };
  return { kind: 'or', filters: [matches('displayName', pattern), unnamed] };
}
