import {
  Columns3,
  Download,
  Ellipsis,
  FolderPlus,
  PanelLeftClose,
  Regex,
  Table2,
  Trash2,
} from 'lucide-react';
import { lazy, memo, Suspense, useCallback, useMemo, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { formatCount } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { alsoText } from '../../../data/also-from.ts';
import { apiAddress, apiPath } from '../../../data/client.ts';
import type { LiveState } from '../../../data/live-hub.ts';
import { createMatcher } from '../../../panels/board/matcher.ts';
import type { RunsAction } from '../view/runs-view.ts';
import { useSelection } from './bulk/selection.ts';
import { ColourControl } from './controls/colour-control.tsx';
import { GroupControl } from './controls/group-control.tsx';
import { SortControl } from './controls/sort-control.tsx';
import { FilterBar } from './filter/filter-bar.tsx';
import { createRowOrder } from './list/row-order.ts';
import type { RunList } from './list/use-run-list.ts';
import styles from './runs-pane.module.css';
import type { Named } from './table/run-row.tsx';
import { RunsTable } from './table/runs-table.tsx';

const BulkBar = lazy(async () => ({ default: (await import('./bulk/bulk-bar.tsx')).BulkBar }));

const ColourPicker = lazy(async () => ({
  default: (await import('./colour-picker.tsx')).ColourPicker,
}));

const ColumnsDialog = lazy(async () => ({
  default: (await import('./columns/columns-dialog.tsx')).ColumnsDialog,
}));

const ProjectsDialog = lazy(async () => ({
  default: (await import('./projects/projects-dialog.tsx')).ProjectsDialog,
}));

const TrashDialog = lazy(async () => ({
  default: (await import('./trash/trash-dialog.tsx')).TrashDialog,
}));

/** The list of runs with everything that chooses, orders and changes them. */
export const RunsPane = memo(function RunsPane({
  list,
  live,
  user,
  dispatch,
  onFocusRun,
}: {
  readonly list: RunList;
  readonly live: LiveState;
  readonly user: string | null;
  readonly dispatch: (action: RunsAction) => void;
  readonly onFocusRun: (run: string | null) => void;
}) {
  const { entity, project, view, foundCount, totalCount } = list;
  const [dialog, setDialog] = useState<'columns' | 'projects' | 'trash' | null>(null);
  const [coloured, setColoured] = useState<{ of: Named; anchor: HTMLElement } | null>(null);
  const colour = useCallback((of: Named, anchor: HTMLElement) => setColoured({ of, anchor }), []);
  const order = useMemo(createRowOrder, []);
  const selection = useSelection(order, list.request, foundCount ?? 0);
  const isWide = view.layout === 'wide';
  const isBroken = createMatcher(view.search, view.isExpression).isBroken;
  const isNarrowed = view.search !== '' || view.filter !== '';
  return (
    <section className={styles.pane} aria-label="Runs">
      <div className={styles.head}>
        <h2 className={styles.title}>Runs</h2>
        <span className={styles.count} role="status">
          {formatCount(list.drawn.length)} of {formatCount(totalCount)} shown
        </span>
        {view.alsoFrom.length > 0 ? (
          <button type="button" className={styles.projects} onClick={() => setDialog('projects')}>
            {view.alsoFrom.length + 1} projects
          </button>
        ) : null}
        {live === 'waiting' ? <span className={styles.offline}>Reconnecting…</span> : null}
        <span className={styles.spacer} />
        <ColourControl list={list} dispatch={dispatch} />
        <IconButton
          size="small"
          label="Columns"
          icon={<Columns3 aria-hidden />}
          onClick={() => setDialog('columns')}
        />
        <Menu
          align="end"
          trigger={
            <IconButton size="small" label="Which runs to show" icon={<Ellipsis aria-hidden />} />
          }
        >
          {[5, 10, 20, 50].map((count) => (
            <MenuItem key={count} onSelect={() => dispatch({ kind: 'runs/first', count })}>
              Show the first {count}
            </MenuItem>
          ))}
          <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'all' })}>
            Show all
          </MenuItem>
          <MenuItem onSelect={() => dispatch({ kind: 'runs/show', base: 'none' })}>
            Hide all
          </MenuItem>
          <MenuItem icon={<Download aria-hidden />} onSelect={() => download(list)}>
            Save the table (CSV)
          </MenuItem>
          <MenuItem icon={<FolderPlus aria-hidden />} onSelect={() => setDialog('projects')}>
            Runs of other projects…
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} onSelect={() => setDialog('trash')}>
            Deleted runs…
          </MenuItem>
        </Menu>
        <IconButton
          size="small"
          label={isWide ? 'Show charts beside the table' : 'Show the table with config and summary'}
          isPressed={isWide}
          icon={<Table2 aria-hidden />}
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
                : foundCount === undefined
                  ? '…'
                  : formatCount(foundCount)
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
      <div className={styles.controls}>
        <FilterBar
          entity={entity}
          project={project}
          text={view.filter}
          user={user}
          dispatch={dispatch}
        />
        <GroupControl list={list} dispatch={dispatch} />
        <SortControl list={list} dispatch={dispatch} />
      </div>
      {list.filter.problem === null ? null : (
        <p className={styles.problem} role="alert">
          The filter can’t be read, so all runs are listed. Character {list.filter.problem.from + 1}
          : {list.filter.problem.message}
        </p>
      )}
      {list.error === null ? null : (
        <p className={styles.problem} role="alert">
          {messageOf(list.error)}{' '}
          <Button size="small" onClick={list.retry}>
            Try again
          </Button>
        </p>
      )}
      <Suspense>
        {selection.size === 0 ? null : (
          <BulkBar entity={entity} project={project} selection={selection} />
        )}
      </Suspense>
      {foundCount === 0 && isNarrowed ? (
        <div className={styles.none}>
          <p>No run matches.</p>
          <Button
            size="small"
            onClick={() => {
              dispatch({ kind: 'runs/search', text: '' });
              dispatch({ kind: 'runs/filter', text: '' });
            }}
          >
            Clear search and filter
          </Button>
        </div>
      ) : (
        <RunsTable
          list={list}
          selection={selection}
          order={order}
          dispatch={dispatch}
          onFocusRun={onFocusRun}
          onColour={colour}
        />
      )}
      <Suspense>
        {dialog === 'columns' ? (
          <ColumnsDialog list={list} dispatch={dispatch} onClose={() => setDialog(null)} />
        ) : null}
        {dialog === 'projects' ? (
          <ProjectsDialog
            entity={entity}
            project={project}
            alsoFrom={view.alsoFrom}
            dispatch={dispatch}
            onClose={() => setDialog(null)}
          />
        ) : null}
        {dialog === 'trash' ? (
          <TrashDialog entity={entity} project={project} onClose={() => setDialog(null)} />
        ) : null}
        {coloured === null ? null : (
          <ColourPicker
            of={coloured.of}
            anchor={coloured.anchor}
            colours={view.colours}
            dispatch={dispatch}
            onClose={() => setColoured(null)}
          />
        )}
      </Suspense>
    </section>
  );
});

function download({ entity, project, view, request, order, columns }: RunList): void {
  const fields = columns.filter(({ source }) => source !== null).map(({ spec }) => spec.field);
  const link = document.createElement('a');
  link.href = apiAddress(apiPath('projects', entity, project, 'runs', 'csv'), {
    also: alsoText(view.alsoFrom),
    filter: request === undefined ? undefined : JSON.stringify(request),
    order: JSON.stringify(order),
    columns: JSON.stringify([...new Set(fields)]),
  });
  link.download = '';
  link.click();
}
