import { formatFilterText, type RunFilter } from '@runloom/model';
import { FilterPopover } from '../../../../components/filter-builder/filter-popover.tsx';
import type { RunsAction } from '../../view/runs-view.ts';
import { FilterBuilder } from './filter-builder.tsx';
import { readFilter } from './list-filter.ts';

/** The filter of the table of runs. */
export function FilterBar({
  entity,
  project,
  text,
  user,
  dispatch,
}: {
  readonly entity: string;
  readonly project: string;
  readonly text: string;
  /** Who looks, for the filter by one's own runs. */
  readonly user: string | null;
  readonly dispatch: (action: RunsAction) => void;
}) {
  const { filter } = readFilter(text);
  const set = (next: string) => dispatch({ kind: 'runs/filter', text: next });
  return (
    <FilterPopover
      isQuiet
      text={text}
      read={readFilter}
      format={formatFilterText}
      count={countConditions(filter)}
      quick={[
        ...(user === null ? [] : ([['Only my runs', `user = ${JSON.stringify(user)}`]] as const)),
        ['Hide crashed runs', 'state not in ["crashed", "failed", "killed"]'],
        ['Only running', 'state = "running"'],
      ]}
      placeholder={'Config("lr") > 0.01 and state = "finished"'}
      width={384}
      onChange={set}
    >
      <FilterBuilder
        entity={entity}
        project={project}
        filter={filter ?? { kind: 'and', filters: [] }}
        onChange={(next) => set(formatFilterText(next))}
      />
    </FilterPopover>
  );
}

export function countConditions(filter: RunFilter | null): number {
  if (filter === null) return 0;
  if (filter.kind === 'not') return countConditions(filter.filter);
  if (filter.kind !== 'and' && filter.kind !== 'or') return 1;
  return filter.filters.reduce((sum, inner) => sum + countConditions(inner), 0);
}
