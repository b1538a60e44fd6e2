import { memo, useMemo } from 'react';
import { classNames } from '../class-names.ts';
import { shownText } from '../shown-text.ts';
import type { DrawnGraph, DrawnNode } from './drawn-graph.ts';
import styles from './graph.module.css';
import { NODE_HEIGHT, NODE_WIDTH } from './layout.ts';
import type { Sight } from './viewport.ts';

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number } | undefined>;

const LETTERS = 27;

/** Nodes and edges that are in sight. Drawn anew only when others come into sight or change. */
export const GraphDrawing = memo(function GraphDrawing({
  graph,
  places,
  sight,
  isFar,
  chosen,
  lit,
  found,
}: {
  readonly graph: DrawnGraph;
  readonly places: Places;
  readonly sight: Sight;
  /** Too small for words. */
  readonly isFar: boolean;
  readonly chosen: string | null;
  readonly lit: ReadonlySet<string> | null;
  readonly found: readonly string[] | null;
}) {
  const hits = useMemo(() => (found === null ? null : new Set(found)), [found]);
  const nodes = graph.nodes.filter(({ id }) => {
    const place = places.get(id);
    return (
      place !== undefined &&
      place.x + NODE_WIDTH / 2 > sight.left &&
      place.x - NODE_WIDTH / 2 < sight.right &&
      place.y + NODE_HEIGHT / 2 > sight.top &&
      place.y - NODE_HEIGHT / 2 < sight.bottom
    );
  });
  const edges = graph.edges.filter(({ source, target }) => {
    const [from, to] = [places.get(source), places.get(target)];
    if (from === undefined || to === undefined) return false;
    return (
      Math.max(from.x, to.x) > sight.left &&
      Math.min(from.x, to.x) < sight.right &&
      Math.max(from.y, to.y) > sight.top &&
      Math.min(from.y, to.y) < sight.bottom
    );
  });
  return (
    <>
      {edges.map(({ source, target, look }) => {
        const isDim = lit !== null && !(lit.has(source) && lit.has(target));
        return (
          <path
            key={`${source}\n${target}`}
            className={classNames(
              styles.edge,
              isDim && styles.dim,
              lit !== null && !isDim && styles.lit,
              (source === chosen || target === chosen) && styles.besideChosen,
              look && styles[look],
            )}
            d={curve(places.get(source), places.get(target), graph.isDownward ?? false)}
          />
        );
      })}
      {isFar
        ? null
        : edges.map(({ source, target, label }) => {
            const [from, to] = [places.get(source), places.get(target)];
            if (label === undefined || from === undefined || to === undefined) return null;
            return (
              <text
                key={`${source}\n${target}`}
                className={styles.edgeLabel}
                x={(from.x + to.x) / 2}
                y={(from.y + to.y) / 2 - 4}
              >
                {label}
              </text>
            );
          })}
      {nodes.map((node) => (
        <NodeDrawing
          key={node.id}
          node={node}
          place={places.get(node.id) ?? { x: 0, y: 0 }}
          isFar={isFar}
          isChosen={node.id === chosen}
          isDim={lit !== null && !lit.has(node.id)}
          isFound={hits?.has(node.id) ?? false}
        />
      ))}
    </>
  );
});

const NodeDrawing = memo(function NodeDrawing({
  node,
  place,
  isFar,
  isChosen,
  isDim,
  isFound,
}: {
  readonly node: DrawnNode;
  readonly place: { readonly x: number; readonly y: number };
  readonly isFar: boolean;
  readonly isChosen: boolean;
  readonly isDim: boolean;
  readonly isFound: boolean;
}) {
  const { kind, isRoot, isFold, hasFailed } = node;
  const title = shownText(node.title);
  return (
    <g
      data-node={node.id}
      data-kind={kind}
      transform={`translate(${place.x - NODE_WIDTH / 2} ${place.y - NODE_HEIGHT / 2})`}
      className={classNames(
        styles.node,
        isRoot && styles.root,
        hasFailed && styles.failed,
        isChosen && styles.chosenNode,
        isDim && styles.dim,
        isFound && styles.foundNode,
      )}
    >
      <title>{title}</title>
      {isFold ? (
        <rect
          className={styles.behind}
          x={5}
          y={5}
          width={NODE_WIDTH}
          height={NODE_HEIGHT}
          rx={8}
        />
      ) : null}
      <rect className={styles.box} width={NODE_WIDTH} height={NODE_HEIGHT} rx={8} />
      <rect className={styles.stripe} width={4} height={NODE_HEIGHT - 16} x={8} y={8} rx={2} />
      {isFar ? null : (
        <>
          <text className={styles.nodeTitle} x={20} y={20}>
            {shortened(title)}
          </text>
          <text className={styles.nodeKind} x={20} y={36}>
            {shortened(shownText(node.detail))}
          </text>
        </>
      )}
    </g>
  );
});

/** The end of a version's name tells more than its middle. */
function shortened(text: string): string {
  const letters = [...text];
  if (letters.length <= LETTERS) return text;
  return `${letters.slice(0, LETTERS - 9).join('')}…${letters.slice(-8).join('')}`;
}

function curve(
  from: { readonly x: number; readonly y: number } | undefined,
  to: { readonly x: number; readonly y: number } | undefined,
  isDownward: boolean,
): string {
  if (from === undefined || to === undefined) return '';
  if (isDownward) {
    const [y1, y2] = [from.y + NODE_HEIGHT / 2, to.y - NODE_HEIGHT / 2];
    const bend = Math.max(24, Math.abs(y2 - y1) / 2);
    return `M${from.x} ${y1}C${from.x} ${y1 + bend} ${to.x} ${y2 - bend} ${to.x} ${y2}`;
  }
  const [x1, x2] = [from.x + NODE_WIDTH / 2, to.x - NODE_WIDTH / 2];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return `M${x1} ${from.y}C${x1 + bend} ${from.y} ${x2 - bend} ${to.y} ${x2} ${to.y}`;
}
