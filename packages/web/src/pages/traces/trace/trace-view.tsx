import { useCallback, useEffect, useMemo, useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { SplitPane } from '../../../components/split-pane.tsx';
import { useCall, useTraceOutline } from '../../../data/calls.ts';
import { useProject } from '../../../data/projects.ts';
import { CallPane } from '../call/call-pane.tsx';
import styles from './trace.module.css';
import { TracePane } from './trace-pane.tsx';
import { buildTree, findNodes, nextError, type TreeSearch, visibleNodes } from './trace-tree.ts';

/** A call, beside the trace that it stands in. What is shown of the two is kept by who shows it. */
export function TraceView({
  entity,
  project,
  call: id,
  trace,
  tab,
  show,
  onChoose,
  onTab,
  onShow,
}: {
  readonly entity: string;
  readonly project: string;
  readonly call: string;
  /** The trace that it stands in, where that is known already: saves the time until the call has come. */
  readonly trace?: string | undefined;
  /** Of the call; absent: the first. */
  readonly tab: string | undefined;
  /** How the trace is drawn; absent: as a tree. */
  readonly show: string | undefined;
  readonly onChoose: (call: string) => void;
  readonly onTab: (tab: string | undefined) => void;
  readonly onShow: (show: string | undefined) => void;
}) {
  const place = { entity, project };
  const query = useCall(place, id);
  const shownProject = useProject(entity, project);
  const call = query.data;
  const outline = useTraceOutline(place, call?.traceId ?? trace);

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
      const next = outline.data?.ids[node];
      if (next !== undefined) onChoose(next);
    },
    [onChoose, outline.data],
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
            onView={(next) => onShow(next === 'tree' ? undefined : next)}
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
            onTab={(next) => onTab(next === 'call' ? undefined : next)}
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
