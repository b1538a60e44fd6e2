import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { formatCount } from '../../../components/format.ts';
import { Highlight } from '../../../components/highlight.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { formatCost, formatLatency } from '../format.ts';
import { StatusMark } from '../status.tsx';
import { KindMark } from './kind-mark.tsx';
import styles from './trace.module.css';
import { nameOf, openedTo, parentOf, statusOf, type TraceTree } from './trace-tree.ts';

const ROW_HEIGHT = 28;
const INDENT = 14;

/**
 * The calls of a trace as lines of a tree, with bars of time beside them where asked. Arrow keys go
 * through it, left and right fold and unfold.
 */
export function TreeRows({
  tree,
  length,
  rows,
  folded,
  onFold,
  found,
  search,
  chosen,
  onChoose,
  hasBars,
}: {
  readonly tree: TraceTree;
  /** Milliseconds of the whole trace. */
  readonly length: number;
  readonly rows: readonly number[];
  readonly folded: ReadonlySet<number>;
  readonly onFold: (folded: ReadonlySet<number>) => void;
  /** What is looked for is shown whether folded or not; null when all are. */
  readonly found: ReadonlySet<number> | null;
  readonly search: string;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
  readonly hasBars: boolean;
}) {
  const id = useId();
  const isFiltered = found !== null;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const at = chosen === null ? -1 : rows.indexOf(chosen);

  // What is chosen elsewhere is brought into sight, and the way to it opened.
  useEffect(() => {
    if (chosen === null) return;
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
    else if (!isFiltered) onFold(openedTo(tree, folded, chosen));
  }, [chosen, at, tree]);

  const fold = (node: number, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(node);
    else next.delete(node);
    onFold(next);
  };
  const hasChildren = (node: number) => (tree.children[node]?.length ?? 0) > 0;

  function onKeyDown(event: KeyboardEvent): void {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 } as const;
    const step = steps[event.key as keyof typeof steps];
    let next: number | undefined;
    if (step !== undefined) next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    else if (event.key === 'Home') next = rows[0];
    else if (event.key === 'End') next = rows.at(-1);
    else if (chosen !== null && event.key === 'ArrowRight') {
      if (hasChildren(chosen) && folded.has(chosen)) fold(chosen, false);
      else next = tree.children[chosen]?.[0];
    } else if (chosen !== null && event.key === 'ArrowLeft') {
      if (hasChildren(chosen) && !folded.has(chosen) && !isFiltered) fold(chosen, true);
      else if (parentOf(tree, chosen) >= 0) next = parentOf(tree, chosen);
    } else return;
    event.preventDefault();
    if (next !== undefined) onChoose(next);
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="tree"
      aria-label="Calls of the trace"
      tabIndex={0}
      aria-activedescendant={at < 0 ? undefined : `${id}-${chosen}`}
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        className={styles.rows}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const node = rows[index];
          if (node === undefined) return null;
          return (
            <TreeRow
              key={node}
              id={`${id}-${node}`}
              tree={tree}
              node={node}
              top={start}
              length={length}
              isChosen={node === chosen}
              isHit={found === null || found.has(node)}
              isFolded={hasChildren(node) ? !isFiltered && folded.has(node) : null}
              search={search}
              hasBars={hasBars}
              onChoose={onChoose}
              onFold={fold}
            />
          );
        })}
      </div>
    </div>
  );
}

function TreeRow({
  id,
  tree,
  node,
  top,
  length,
  isChosen,
  isHit,
  isFolded,
  search,
  hasBars,
  onChoose,
  onFold,
}: {
  readonly id: string;
  readonly tree: TraceTree;
  readonly node: number;
  readonly top: number;
  readonly length: number;
  readonly isChosen: boolean;
  readonly isHit: boolean;
  /** Null for what calls nothing. */
  readonly isFolded: boolean | null;
  readonly search: string;
  readonly hasBars: boolean;
  readonly onChoose: (node: number) => void;
  readonly onFold: (node: number, isFolded: boolean) => void;
}) {
  const { outline, depths } = tree;
  const name = nameOf(outline, node);
  const kind = outline.texts[outline.kinds[node] ?? -1] ?? null;
  const status = statusOf(outline, node);
  const duration = outline.durations[node] ?? null;
  const depth = depths[node] ?? 0;
  const tokens = outline.tokens[node] ?? 0;
  const cost = outline.costs[node] ?? null;
  const facts = [
    tokens > 0 ? `${formatCount(tokens)} tokens` : null,
    cost !== null && cost > 0 ? formatCost(cost) : null,
  ].filter((fact) => fact !== null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all its lines
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus for all its lines
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isChosen}
      aria-expanded={isFolded === null ? undefined : !isFolded}
      className={classNames(
        styles.row,
        hasBars && styles.timed,
        isChosen && styles.chosen,
        !isHit && styles.way,
      )}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(node)}
      onDoubleClick={() => isFolded !== null && onFold(node, !isFolded)}
    >
      <span className={styles.name} style={{ paddingInlineStart: indentOf(depth) }}>
        <span
          className={classNames(styles.fold, isFolded === false && styles.open)}
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            if (isFolded !== null) onFold(node, !isFolded);
          }}
        >
          {isFolded === null ? null : <ChevronRight />}
        </span>
        <KindMark kind={kind} name={name} />
        <Truncated text={name}>
          <Highlight text={name} search={search} />
        </Truncated>
        {status === 'success' ? null : <StatusMark status={status} />}
      </span>
      {hasBars ? (
        <span className={styles.lane} aria-hidden>
          <span
            className={classNames(styles.timeBar, styles[`bar-${status}`])}
            style={barStyle(outline.starts[node] ?? 0, duration, length)}
          />
        </span>
      ) : facts.length === 0 ? null : (
        <span className={styles.rowFacts}>{facts.join(' · ')}</span>
      )}
      <span className={styles.latency}>{duration === null ? '…' : formatLatency(duration)}</span>
    </div>
  );
}

/** Deep calls are set in by little: names need the room. px */
function indentOf(depth: number): number {
  return 6 + Math.min(depth, 7) * INDENT + Math.min(Math.max(0, depth - 7), 20) * 3;
}

function barStyle(start: number, duration: number | null, length: number) {
  const whole = Math.max(length, 0.001);
  const left = (100 * start) / whole;
  const width = (100 * (duration ?? Math.max(0, length - start))) / whole;
  return { left: `${left}%`, width: `max(2px, ${width}%)` };
}
