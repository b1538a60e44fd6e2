import { formatFilterText, type RunFilter } from '@runloom/model';
import { ListFilter as FilterIcon, TriangleAlert } from 'lucide-react';
import { Button } from '../../../../components/button.tsx';
import { FilterTextField } from '../../../../components/filter-text-field.tsx';
import { Popover } from '../../../../components/popover.tsx';
import type { RunsAction } from '../../view/runs-view.ts';
import styles from './filter-bar.module.css';
import { FilterBuilder } from './filter-builder.tsx';
import { readFilter } from './list-filter.ts';

/** The filter of the list: built from conditions or written as text; both say the same. */
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
  const { filter, problem } = readFilter(text);
  const set = (next: string) => dispatch({ kind: 'runs/filter', text: next });
  const count = countConditions(filter);
  return (
    <Popover
      label="Filter"
      trigger={
        <Button
          size="small"
          kind="quiet"
          aria-pressed={text !== ''}
          icon={problem ? <TriangleAlert aria-hidden /> : <FilterIcon aria-hidden />}
        >
          Filter{problem ? ': error' : count > 0 ? ` (${count})` : ''}
        </Button>
      }
    >
      <div className={styles.panel}>
        <div className={styles.quick}>
          {user === null ? null : (
            <Button
              size="small"
              onClick={() => set(joined(filter, `user = ${JSON.stringify(user)}`))}
            >
              Only my runs
            </Button>
          )}
          <Button
            size="small"
            onClick={() => set(joined(filter, 'state not in ["crashed", "failed", "killed"]'))}
          >
            Hide crashed runs
          </Button>
          <Button size="small" onClick={() => set(joined(filter, 'state = "running"'))}>
            Only running
          </Button>
          <Button size="small" disabled={text === ''} onClick={() => set('')}>
            Clear
          </Button>
        </div>
        {problem === null ? (
          <FilterBuilder
            entity={entity}
            project={project}
            filter={filter ?? { kind: 'and', filters: [] }}
            onChange={(next) => set(formatFilterText(next))}
          />
        ) : null}
        <FilterTextField
          text={text}
          placeholder={'Config("lr") > 0.01 and state = "finished"'}
          problemOf={(draft) => readFilter(draft).problem}
          onChange={set}
        />
      </div>
    </Popover>
  );
}

function joined(filter: RunFilter | null, condition: string): string {
  const before = filter === null ? '' : formatFilterText(filter);
  if (before === '') return condition;
  if (before.includes(condition)) return before;
  return filter?.kind === 'or' ? `(${before}) and ${condition}` : `${before} and ${condition}`;
}

export function countConditions(filter: RunFilter | null): number {
  if (filter === null) return 0;
  if (filter.kind === 'not') return countConditions(filter.filter);
  if (filter.kind !== 'and' && filter.kind !== 'or') return 1;
  return filter.filters.reduce((sum, inner) => sum + countConditions(inner), 0);
}
