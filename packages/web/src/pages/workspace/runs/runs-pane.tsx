import { Columns3, Ellipsis, PanelLeftClose, Regex } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../../components/button.tsx';
import { formatCount } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import type { LiveState } from '../../../data/live-hub.ts';
import { createMatcher } from '../../../panels/board/matcher.ts';
import type { RunsAction, RunsView } from '../view/runs-view.ts';
import { NEWEST_COUNT } from './listed-runs.ts';
import { NARROW_COLUMNS, wideColumns } from './run-columns.tsx';
import styles from './runs-pane.module.css';
import { RunsTable } from './runs-table.tsx';
import type { ListedRuns } from './use-listed-runs.ts';

/** The list of runs with its search. */
export function RunsPane({
  entity,
  project,
  runs,
  view,
  live,
  dispatch,
  onFocusRun,
}: {
  readonly entity: string;
  readonly project: string;
  readonly runs: ListedRuns;
  readonly view: RunsView;
  readonly live: LiveState;
  readonly dispatch: (action: RunsAction) => void;
  readonly onFocusRun: (run: string | null) => void;
}) {
  const { listed, totalCount, shownCount } = runs;
  const isWide = view.layout === 'wide';
  const columns = useMemo(
    () => (isWide ? wideColumns(listed.map(({ run }) => run)) : NARROW_COLUMNS),
    [isWide, listed],
  );
  const isBroken = createMatcher(view.search, view.isExpression).isBroken;
  return (
    <section className={styles.pane} aria-label="Runs">
      <div className={styles.head}>
        <h2 className={styles.title}>Runs</h2>
        <span className={styles.count} role="status">
          {formatCount(shownCount)} of {formatCount(totalCount)} shown
        </span>
        {live === 'waiting' ? <span className={styles.offline}>Reconnecting…</span> : null}
        <span className={styles.spacer} />
        <Menu
          align="end"
          trigger={
            <IconButton size="small" label="Which runs to show" icon={<Ellipsis aria-hidden />} />
          }
        >
          <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'newest' })}>
            Show the newest {NEWEST_COUNT}
          </MenuItem>
          <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'all' })}>
            Show all
          </MenuItem>
          <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'none' })}>
            Hide all
          </MenuItem>
        </Menu>
        <IconButton
          size="small"
          label={isWide ? 'Show charts beside the table' : 'Show the table with config and summary'}
          isPressed={isWide}
          icon={<Columns3 aria-hidden />}
          onClick={() => dispatch({ kind: 'runs/layout', layout: isWide ? 'split' : 'wide' })}
        />
        <IconButton
          size="small"
          label="Put the runs away"
          icon={<PanelLeftClose aria-hidden />}
          onClick={() => dispatch({ kind: 'runs/layout', layout: 'closed' })}
        />
      </div>
      <div className={styles.search}>
        <SearchField
          className={styles.field}
          label="Search runs"
          placeholder={view.isExpression ? 'Regular expression' : 'Search runs'}
          value={view.search}
          trailing={
            view.search === ''
              ? undefined
              : isBroken
                ? 'as text'
                : `${formatCount(runs.foundCount)}${runs.isSearching ? '…' : ''}`
          }
          onChange={(text) => dispatch({ kind: 'runs/search', text })}
        />
        <IconButton
          label="Regular expression"
          isPressed={view.isExpression}
          icon={<Regex aria-hidden />}
          onClick={() => dispatch({ kind: 'runs/expression', isOn: !view.isExpression })}
        />
      </div>
      {runs.isSearching ? (
        <p className={styles.note} role="status">
          {runs.loadedCount === null
            ? `Searching ${formatCount(totalCount)} runs…`
            : `Searched ${formatCount(runs.loadedCount)} of ${formatCount(totalCount)} runs…`}
        </p>
      ) : null}
      {listed.length === 0 && view.search !== '' && !runs.isSearching ? (
        <div className={styles.none}>
          <p>No run is called like that.</p>
          <Button size="small" onClick={() => dispatch({ kind: 'runs/search', text: '' })}>
            Clear the search
          </Button>
        </div>
      ) : (
        <RunsTable
          entity={entity}
          project={project}
          listed={listed}
          columns={columns}
          totalCount={totalCount}
          dispatch={dispatch}
          onNearEnd={runs.loadMore}
          onFocusRun={onFocusRun}
        />
      )}
    </section>
  );
}
