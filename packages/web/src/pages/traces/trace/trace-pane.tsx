import { ChevronDown, ChevronUp, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { formatLatency } from '../format.ts';
import styles from './trace.module.css';
import { isError, lengthOf, type TraceTree, type TreeSearch } from './trace-tree.ts';
import { TreeRows } from './tree-rows.tsx';

const FlameGraph = lazy(async () => ({ default: (await import('./flame-graph.tsx')).FlameGraph }));

const CallGraphView = lazy(async () => ({
  default: (await import('./call-graph-view.tsx')).CallGraphView,
}));

const VIEWS = [
  { value: 'tree', label: 'Tree' },
  { value: 'timeline', label: 'Timeline' },
  { value: 'flame', label: 'Flame graph' },
  { value: 'graph', label: 'Graph' },
] as const;
type View = (typeof VIEWS)[number]['value'];

/** The trace around a call: as a tree, on a time line, as a flame graph, or as a graph of who called whom. */
export function TracePane({
  tree,
  error,
  rows,
  folded,
  onFold,
  found,
  search,
  onSearch,
  chosen,
  onChoose,
  onNextError,
  view: asked,
  onView,
}: {
  /** Null until it is read. */
  readonly tree: TraceTree | null;
  readonly error: Error | null;
  readonly rows: readonly number[];
  readonly folded: ReadonlySet<number>;
  readonly onFold: (folded: ReadonlySet<number>) => void;
  readonly found: ReadonlySet<number> | null;
  readonly search: TreeSearch;
  readonly onSearch: (search: TreeSearch) => void;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
  readonly onNextError: (step: 1 | -1) => void;
  readonly view: string | undefined;
  readonly onView: (view: View) => void;
}) {
  const view = VIEWS.find(({ value }) => value === asked)?.value ?? 'tree';
  const facts = useMemo(() => (tree === null ? null : factsOf(tree)), [tree]);
  if (tree === null || facts === null) {
    return (
      <div className={styles.pane}>
        {error === null ? (
          <Skeleton lines={8} height={18} label="Loading the trace" />
        ) : (
          <ErrorState error={error} />
        )}
      </div>
    );
  }
  return (
    <section className={styles.pane} aria-label="Trace">
      <div className={styles.tools}>
        <Segmented label="How the trace is shown" value={view} choices={VIEWS} onChange={onView} />
        <span className={styles.facts}>
          {formatPlural(facts.count, 'call')} · {formatLatency(facts.length)}
        </span>
      </div>
      <div className={styles.tools}>
        <SearchField
          className={styles.search}
          label="Search the trace"
          value={search.text}
          trailing={found === null ? undefined : formatCount(found.size)}
          onChange={(text) => onSearch({ ...search, text })}
        />
        {facts.errors > 0 ? (
          <>
            <IconButton
              label={`Only errors (${formatCount(facts.errors)})`}
              icon={<TriangleAlert aria-hidden />}
              isPressed={search.errorsOnly}
              onClick={() => onSearch({ ...search, errorsOnly: !search.errorsOnly })}
            />
            <IconButton
              label="Error before"
              icon={<ChevronUp aria-hidden />}
              onClick={() => onNextError(-1)}
            />
            <IconButton
              label="Next error"
              shortcut="E"
              icon={<ChevronDown aria-hidden />}
              onClick={() => onNextError(1)}
            />
          </>
        ) : null}
      </div>
      <div className={styles.body}>
        {view === 'flame' ? (
          <Suspense fallback={<Skeleton lines={6} label="Loading the flame graph" />}>
            <FlameGraph
              tree={tree}
              length={facts.length}
              found={found}
              chosen={chosen}
              onChoose={onChoose}
            />
          </Suspense>
        ) : view === 'graph' ? (
          <Suspense fallback={<Skeleton lines={6} label="Loading the graph" />}>
            <CallGraphView tree={tree} found={found} chosen={chosen} onChoose={onChoose} />
          </Suspense>
        ) : rows.length === 0 ? (
          <p className={styles.none}>No call of this trace is like that.</p>
        ) : (
          <TreeRows
            tree={tree}
            length={facts.length}
            rows={rows}
            folded={folded}
            onFold={onFold}
            found={found}
            search={search.text}
            chosen={chosen}
            onChoose={onChoose}
            hasBars={view === 'timeline'}
          />
        )}
      </div>
    </section>
  );
}

function factsOf({ outline }: TraceTree) {
  let errors = 0;
  for (let node = 0; node < outline.ids.length; node += 1) if (isError(outline, node)) errors += 1;
  return { count: outline.ids.length, errors, length: lengthOf(outline) };
}
