import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { useTitle } from '../../../app/title.ts';
import { SplitPane } from '../../../components/split-pane.tsx';
import { useCall, useTraceOutline } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { useProject } from '../../../data/projects.ts';
import { CallPane } from '../call/call-pane.tsx';
import styles from './trace.module.css';
import { TracePane } from './trace-pane.tsx';
import { buildTree, findNodes, nextError, type TreeSearch, visibleNodes } from './trace-tree.ts';

const route = getRouteApi('/$entity/$project/weave/calls/$call');

/** A call, beside the trace that it stands in. */
export function TracePage() {
  const { entity, project, call: id } = route.useParams();
  const { tab, show, trace } = route.useSearch();
  const navigate = route.useNavigate();
  const place = { entity, project };
  const query = useCall(place, id);
  const shownProject = useProject(entity, project);
  const call = query.data;
  // A link that says the trace saves the time until the call has come.
  const outline = useTraceOutline(place, call?.traceId ?? trace);
  useTitle(call?.name ?? id, project);
  useLiveProject(entity, project);

  const tree = useMemo(
    () => (outline.data === undefined ? null : buildTree(outline.data)),
    [outline.data],
  );
  const places = useMemo(() => placesOf(outline.data?.ids ?? []), [outline.data]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [search, setSearch] = useState<TreeSearch>({ text: '', errorsOnly: false });
  const traceId = outline.data?.traceId;
  useEffect(() => setFolded(new Set()), [traceId]);
  const found = useMemo(() => (tree === null ? null : findNodes(tree, search)), [tree, search]);
  const rows = useMemo(
    () => (tree === null ? [] : visibleNodes(tree, folded, found)),
    [tree, folded, found],
  );
  const chosen = places.get(id) ?? null;
  const choose = useCallback(
    (node: number) => {
      const call = outline.data?.ids[node];
      if (call === undefined) return;
      void navigate({
        params: { entity, project, call },
        search: (before) => before,
        replace: true,
      });
    },
    [navigate, outline.data, entity, project],
  );
  const step = (by: number) => {
    const at = chosen === null ? -1 : rows.indexOf(chosen);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next !== undefined) choose(next);
  };
  const goToError = (by: 1 | -1) => {
    const next = tree === null ? null : nextError(tree, chosen, by);
    if (next !== null) choose(next);
  };
  useShortcuts('Trace', [
    { keys: 'j', label: 'Next call', run: () => step(1) },
    { keys: 'k', label: 'Call before', run: () => step(-1) },
    { keys: 'e', label: 'Next error', run: () => goToError(1) },
    { keys: 'shift+e', label: 'Error before', run: () => goToError(-1) },
  ]);

  if (call === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const isShown = call.id === id;
  if (!isShown && query.isError) {
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={styles.page}>
      <SplitPane
        label="Width of the trace"
        initialWidth={440}
        minWidth={240}
        maxWidth={1200}
        storageKey="runloom-trace-width"
        start={
          <TracePane
            tree={tree}
            error={outline.error}
            rows={rows}
            folded={folded}
            onFold={setFolded}
            found={found}
            search={search}
            onSearch={setSearch}
            chosen={chosen}
            onChoose={choose}
            onNextError={goToError}
            view={show}
            onView={(next) =>
              void navigate({
                search: (before) => ({ ...before, show: next === 'tree' ? undefined : next }),
                replace: true,
              })
            }
          />
        }
        end={
          <CallPane
            entity={entity}
            project={project}
            call={call}
            isBehind={!isShown}
            canWrite={shownProject.data?.canWrite ?? false}
            tab={tab}
            onTab={(next) =>
              void navigate({
                search: (before) => ({ ...before, tab: next === 'call' ? undefined : next }),
                replace: true,
              })
            }
          />
        }
      />
    </div>
  );
}

/** Where each call stands. */
function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let node = 0; node < ids.length; node += 1) places.set(ids[node] ?? '', node);
  return places;
}
