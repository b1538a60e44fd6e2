import { useNavigate, useSearch } from '@tanstack/react-router';
import { Network, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { textParameter } from '../../app/search-params.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { GraphCanvas } from '../../components/graph/graph-canvas.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { type LineageRequest, useLineage } from '../../data/lineage.ts';
import { drawn, foldGraph, highlighted, kindOf, titleOf, withoutKinds } from './graph-model.ts';
import styles from './lineage.module.css';
import { LineageList } from './lineage-list.tsx';
import { LineageToolbar } from './lineage-toolbar.tsx';
import { NodePanel } from './node-panel.tsx';

const DIRECTIONS = ['both', 'upstream', 'downstream'] as const;
const DEPTH = 5;
const MOST_DEPTH = 20;

/** What the light falls on: all that a node was made from, or all that came of it. */
interface Light {
  readonly node: string;
  readonly direction: 'upstream' | 'downstream';
}

/**
 * Where a run or a version comes from and what came of it: as a graph, or as a list for those who
 * read or step through it.
 */
export function LineageView({
  entity,
  project,
  root,
}: Pick<LineageRequest, 'entity' | 'project' | 'root'>) {
  const parameters = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const direction =
    DIRECTIONS.find((one) => one === textParameter(parameters, 'direction')) ?? 'both';
  const depth = readDepth(textParameter(parameters, 'depth'));
  const shows = textParameter(parameters, 'show') === 'list' ? 'list' : 'graph';
  const set = (change: Record<string, string | undefined>) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...change }) as never,
      replace: true,
    });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const [light, setLight] = useState<Light | null>(null);
  const [search, setSearch] = useState('');

  const query = useLineage({ entity, project, root, direction, depth });
  const graph = useMemo(
    () => (query.data === undefined ? null : withoutKinds(query.data, hidden)),
    [query.data, hidden],
  );
  const shown = useMemo(
    () => (graph === null ? null : foldGraph(graph, unfolded)),
    [graph, unfolded],
  );
  const drawing = useMemo(() => (shown === null ? null : drawn(shown)), [shown]);
  const lit = useMemo(
    () =>
      shown === null || light === null || !shown.nodes.some(({ id }) => id === light.node)
        ? null
        : highlighted(shown, light.node, light.direction),
    [shown, light],
  );
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    if (shown === null || wanted === '') return null;
    return shown.nodes
      .filter((node) =>
        [titleOf(node), ...node.members.map(({ name }) => name)].some((name) =>
          name.toLowerCase().includes(wanted),
        ),
      )
      .map(({ id }) => id);
  }, [shown, search]);

  if (query.data === undefined || graph === null || shown === null || drawing === null) {
    if (query.isPending) return <Skeleton lines={8} label="Loading the lineage" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const kinds = [...Map.groupBy(query.data.nodes, kindOf)]
    .map(([kind, { length }]) => ({ kind, count: length }))
    .sort((a, b) => b.count - a.count);
  const hiddenCount = graph.nodes.reduce((sum, node) => sum + node.hiddenCount, 0);
  const node = shown.nodes.find(({ id }) => id === chosen) ?? null;
  const notices = [
    query.data.truncated
      ? `The nearest ${formatCount(query.data.nodes.length)}; there is more.`
      : null,
    hiddenCount > 0
      ? `${formatPlural(hiddenCount, 'neighbour')} where you may not look ${hiddenCount === 1 ? 'is' : 'are'} left out.`
      : null,
  ].filter((notice) => notice !== null);
  return (
    <div className={styles.view}>
      <LineageToolbar
        direction={direction}
        depth={depth}
        mostDepth={MOST_DEPTH}
        shows={shows}
        kinds={kinds}
        hidden={hidden}
        search={search}
        foundCount={found?.length ?? null}
        isLit={light !== null}
        onDirection={(next) => set({ direction: next === 'both' ? undefined : next })}
        onDepth={(next) => set({ depth: next === DEPTH ? undefined : String(next) })}
        onShow={(next) => set({ show: next === 'graph' ? undefined : next })}
        onHidden={setHidden}
        onSearch={setSearch}
        onClearLight={() => setLight(null)}
      />
      {notices.length > 0 ? (
        <p className={styles.notice} role="status">
          {notices.join(' ')}
        </p>
      ) : null}
      {query.data.nodes.length === 1 && hiddenCount === 0 ? (
        <EmptyState icon={<Network aria-hidden />} title="Nothing before it, nothing after it yet">
          Runs that call <code>use_artifact</code> and <code>log_artifact</code> tie what they use
          to what they make. It appears here then.
        </EmptyState>
      ) : (
        <div className={styles.body}>
          {shows === 'graph' ? (
            <GraphCanvas
              graph={drawing}
              chosen={chosen}
              lit={lit}
              found={found}
              onChoose={setChosen}
              onUnfold={(id) => setUnfolded(new Set(unfolded).add(id))}
            />
          ) : (
            <LineageList
              graph={graph}
              found={search}
              from={{ entity, project }}
              onChoose={(member) => setChosen(`${member.kind} ${member.id}`)}
            />
          )}
          {node === null ? null : (
            <NodePanel
              graph={graph}
              node={node}
              from={{ entity, project }}
              onClose={() => setChosen(null)}
              onLight={(next) => {
                setLight({ node: node.id, direction: next });
                if (shows === 'list') set({ show: undefined });
              }}
              onUnfold={() => {
                setUnfolded(new Set(unfolded).add(node.id));
                setChosen(null);
              }}
            />
          )}
          {found !== null && found.length === 0 ? (
            <p className={styles.nothing} role="status">
              <Search aria-hidden /> Nothing here is called “{search}”.
            </p>
          ) : null}
        </div>
      )}
    </div>
  );
}

function readDepth(text: string | undefined): number {
  const depth = Number(text);
  return Number.isInteger(depth) && depth >= 1 && depth <= MOST_DEPTH ? depth : DEPTH;
}
