import { parseTracesView } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { ChartNoAxesColumn, X } from 'lucide-react';
import { useDeferredValue, useRef } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import layout from '../../../app/shell/full-page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { useTitle } from '../../../app/title.ts';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useCallCount } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { useProject } from '../../../data/projects.ts';
import { TracesNav } from '../traces-nav.tsx';
import { ActionsBar } from './actions-bar.tsx';
import { CallsTable } from './calls-table.tsx';
import { ColumnsControl } from './columns-control.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FilterControl } from './filter-control.tsx';
import { FirstTrace } from './first-trace.tsx';
import { type ListState, readListState, requestOf, writeListState } from './list-state.ts';
import { Plots } from './plots.tsx';
import { TimeRange } from './time-range.tsx';
import { type ListView, useListView } from './use-list-view.ts';
import { useSelection } from './use-selection.ts';
import { useListViewSaving } from './use-view-saving.ts';
import { ViewBanners } from './view-banners.tsx';
import { ViewMenu } from './view-menu.tsx';

const route = getRouteApi('/$entity/$project/weave');

/** The traces of a project: calls that no other made, or all calls. */
export function TracesPage() {
  const { entity, project } = route.useParams();
  const { view: name = '' } = route.useSearch();
  const query = useProject(entity, project);
  const view = useListView(entity, project, name);
  useTitle('Traces', project, entity);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (view === null) return <PagePending />;
  return (
    <TracesList
      key={`${entity}/${project}`}
      entity={entity}
      project={project}
      view={view}
      canWrite={query.data.canWrite}
    />
  );
}

function TracesList({
  entity,
  project,
  view,
  canWrite,
}: {
  readonly entity: string;
  readonly project: string;
  readonly view: ListView;
  readonly canWrite: boolean;
}) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const typed = readListState(search, view.base);
  const state = { ...typed, text: useDeferredValue(typed.text) };
  const difference = writeListState(typed, view.base);
  const change = (part: Partial<ListState>) => {
    const named = search['view'] === undefined ? {} : { view: search['view'] };
    const members = writeListState({ ...typed, ...part }, view.base);
    void navigate({ search: () => ({ ...named, ...members }), replace: true });
  };
  const saving = useListViewSaving({ entity, project }, view.saved, typed, (saved, shown) => {
    const search =
      saved === null
        ? writeListState(shown)
        : {
            view: String(saved.id),
            ...writeListState(shown, parseTracesView(saved.spec)),
          };
    void navigate({ search: () => search });
  });
  const { sort: _sort, columns: _columns, ...selection } = requestOf(state);
  const count = useCallCount({ entity, project }, selection);
  const total = count.data?.count ?? 0;
  const selector = useSelection(total, JSON.stringify(selection));
  useLiveProject(entity, project);
  useShortcuts('Traces', [
    { keys: '/', label: 'Search traces', run: () => field.current?.focus() },
    { keys: 'a', label: 'Traces or all calls', run: () => change({ isAll: !typed.isAll }) },
  ]);
  const isNarrowed =
    [typed.text, typed.filter, typed.run, typed.thread].some((text) => text !== '') ||
    typed.from !== null ||
    typed.to !== null;
  const noun = state.isAll ? 'call' : 'trace';
  return (
    <div className={layout.page}>
      <div className={layout.toolbar}>
        <h1 className="visually-hidden">Traces</h1>
        <TracesNav entity={entity} project={project} />
        <ViewMenu
          entity={entity}
          project={project}
          view={view}
          saving={saving}
          isChanged={Object.keys(difference).length > 0}
          canWrite={canWrite}
          onRestore={change}
        />
        <Segmented
          label="What is listed"
          value={typed.isAll ? 'all' : 'roots'}
          choices={[
            { value: 'roots', label: 'Traces' },
            { value: 'all', label: 'All calls' },
          ]}
          onChange={(value) => change({ isAll: value === 'all' })}
        />
        <SearchField
          className={layout.search}
          label="Search names, inputs and output"
          placeholder="Search names, inputs, output"
          inputRef={field}
          value={typed.text}
          onChange={(text) => change({ text })}
        />
        <FilterControl
          entity={entity}
          project={project}
          text={typed.filter}
          onChange={(filter) => change({ filter })}
        />
        <TimeRange from={typed.from} to={typed.to} onChange={(from, to) => change({ from, to })} />
        {typed.run === '' ? null : (
          <Button icon={<X aria-hidden />} onClick={() => change({ run: '' })}>
            Run {shownText(typed.run)}
          </Button>
        )}
        {typed.thread === '' ? null : (
          <Button icon={<X aria-hidden />} onClick={() => change({ thread: '' })}>
            Thread {shownText(typed.thread)}
          </Button>
        )}
        <span className={layout.spacer} />
        <span className={layout.count} role="status">
          {count.data === undefined
            ? ''
            : `${formatPlural(total, noun)}${count.data.hasMore ? ' or more' : ''}`}
        </span>
        <IconButton
          label={typed.hasPlots ? 'Hide the plots' : 'Show the plots'}
          icon={<ChartNoAxesColumn aria-hidden />}
          isPressed={typed.hasPlots}
          onClick={() => change({ hasPlots: !typed.hasPlots })}
        />
        <ColumnsControl
          entity={entity}
          project={project}
          columns={typed.columns}
          onChange={(columns) => change({ columns })}
        />
        <ExportMenu entity={entity} project={project} state={state} selector={selector} />
      </div>
      <ViewBanners view={view} saving={saving} state={typed} />
      {typed.hasPlots && total > 0 ? (
        <Plots
          entity={entity}
          project={project}
          selection={selection}
          onChoose={(from, to) => change({ from, to })}
        />
      ) : null}
      <ActionsBar
        entity={entity}
        project={project}
        selection={selection}
        selector={selector}
        canWrite={canWrite}
      />
      <div className={layout.list}>
        {count.data === undefined ? (
          count.isPending ? (
            <Skeleton lines={8} height={20} label="Loading traces" />
          ) : (
            <ErrorState error={count.error} onRetry={() => void count.refetch()} />
          )
        ) : total > 0 ? (
          <CallsTable
            entity={entity}
            project={project}
            state={state}
            count={total}
            selector={selector}
            onSort={(sort) => change({ sort })}
            onPin={(pinned) => change({ pinned })}
          />
        ) : isNarrowed ? (
          <EmptyState title={`No ${noun} matches`}>
            {count.isError ? count.error.message : 'Nothing here is like that.'}
          </EmptyState>
        ) : (
          <FirstTrace entity={entity} project={project} canWrite={canWrite} />
        )}
      </div>
    </div>
  );
}
