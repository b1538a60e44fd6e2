import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatPlural } from '../format.ts';
import { IconButton } from '../icon-button.tsx';
import type { DrawnGraph } from './drawn-graph.ts';
import styles from './graph.module.css';
import { GraphDrawing } from './graph-drawing.tsx';
import { neighbourInDirection } from './graph-steps.ts';
import { useLayout } from './use-layout.ts';
import { atTop, centred, fitted, type Size, sightOf, type Viewport, zoomed } from './viewport.ts';

const KEY_ZOOM = 1.25;
const CLICK_PX = 4;

/** The graph: dragged to move, the wheel to zoom, arrow keys to go from node to node. */
export function GraphCanvas({
  graph: asked,
  chosen,
  lit,
  found,
  onChoose,
  onUnfold,
}: {
  readonly graph: DrawnGraph;
  readonly chosen: string | null;
  /** What the light falls on; null for all. */
  readonly lit: ReadonlySet<string> | null;
  readonly found: readonly string[] | null;
  readonly onChoose: (id: string | null) => void;
  readonly onUnfold?: (id: string) => void;
}) {
  const placed = useLayout(asked);
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [viewport, setViewport] = useState<Viewport | null>(null);
  const drag = useRef<{ x: number; y: number; moved: number } | null>(null);
  const graph = placed?.graph ?? null;
  const layout = placed?.layout ?? null;

  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(current);
    return () => watch.disconnect();
  }, []);

  const places = useMemo(
    () => new Map(graph?.nodes.map(({ id }, index) => [id, layout?.points[index]])),
    [graph, layout],
  );
  // Once, and again when the root of the graph is another: what the reader looks at stays otherwise.
  const root = graph?.nodes.find(({ isRoot }) => isRoot)?.id ?? null;
  const fittedRoot = useRef<string | null>(null);
  const rootPlace = useRef<{ readonly x: number; readonly y: number } | null>(null);
  useEffect(() => {
    if (layout === null || size.width === 0) return;
    const place = root === null ? undefined : places.get(root);
    const before = rootPlace.current;
    rootPlace.current = place ?? null;
    if (fittedRoot.current === root) {
      // What is unfolded or left out moves the others: the root stays where it is on screen.
      if (before === null || !place || before === place) return;
      const [dx, dy] = [before.x - place.x, before.y - place.y];
      setViewport((at) => at && { ...at, x: at.x + dx * at.scale, y: at.y + dy * at.scale });
      return;
    }
    fittedRoot.current = root;
    const all = fitted(layout, size);
    // Of a graph that is too large to be read, the part around its root.
    const around = graph?.isDownward ? atTop : centred;
    setViewport(all.scale >= 0.45 || !place ? all : around(place, size, 0.7));
  }, [layout, size, root, places, graph]);

  const firstFound = found?.[0];
  useEffect(() => {
    const place = firstFound === undefined ? undefined : places.get(firstFound);
    if (place) setViewport((before) => centred(place, size, Math.max(0.6, before?.scale ?? 1)));
  }, [firstFound, places, size]);

  // React listens to wheels passively: the page would scroll along.
  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = current.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016));
      setViewport((before) => before && zoomed(before, factor, at));
    };
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, []);

  const middle = { x: size.width / 2, y: size.height / 2 };
  const zoomBy = (factor: number) =>
    setViewport((before) => before && zoomed(before, factor, middle));
  const fit = () => layout && setViewport(fitted(layout, size));
  const show = (id: string) => {
    onChoose(id);
    const place = places.get(id);
    if (place) setViewport((before) => centred(place, size, before?.scale ?? 1));
  };

  const isFold = (id: string) => graph?.nodes.find((node) => node.id === id)?.isFold ?? false;

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || (event.target as Element).closest('button')) return;
    drag.current = { x: event.clientX, y: event.clientY, moved: 0 };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const { current } = drag;
    if (current === null) return;
    const [dx, dy] = [event.clientX - current.x, event.clientY - current.y];
    drag.current = {
      x: event.clientX,
      y: event.clientY,
      moved: current.moved + Math.abs(dx) + Math.abs(dy),
    };
    setViewport((before) => before && { ...before, x: before.x + dx, y: before.y + dy });
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const { current } = drag;
    drag.current = null;
    if (current === null || current.moved > CLICK_PX) return;
    // The pointer is captured: what lies under it is asked for.
    const target = document.elementFromPoint(event.clientX, event.clientY);
    onChoose(target?.closest<SVGElement>('[data-node]')?.dataset['node'] ?? null);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const target = document.elementFromPoint(event.clientX, event.clientY);
    const id = target?.closest<SVGElement>('[data-node]')?.dataset['node'];
    if (id !== undefined && isFold(id)) onUnfold?.(id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (graph === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = neighbourInDirection(graph, places, chosen ?? root, event.key);
    if (step !== null) show(step);
    else if (event.key === '+' || event.key === '=') zoomBy(KEY_ZOOM);
    else if (event.key === '-') zoomBy(1 / KEY_ZOOM);
    else if (event.key === '0') fit();
    else if (event.key === 'Enter' && chosen !== null && isFold(chosen)) onUnfold?.(chosen);
    else if (event.key === 'Escape' && chosen !== null) onChoose(null);
    else return;
    event.preventDefault();
  };

  const sight = useStableSight(viewport, size);
  const focused = graph?.nodes.find(({ id }) => id === chosen);
  const isBehind = placed !== null && placed.graph !== asked;
  return (
    <div
      ref={frame}
      className={styles.canvas}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go from node to node
      tabIndex={0}
      aria-label={`Graph of ${formatPlural(asked.nodes.length, 'node')}. Arrow keys go from node to node, plus and minus zoom, 0 shows all. The list holds the same.`}
      data-placed={placed !== null && !isBehind}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onDoubleClick={onDoubleClick}
      onKeyDown={onKeyDown}
    >
      {graph === null || layout === null || viewport === null || sight === null ? null : (
        <svg className={styles.svg} width={size.width} height={size.height} aria-hidden>
          <g transform={`translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})`}>
            <GraphDrawing
              graph={graph}
              places={places}
              sight={sight}
              isFar={viewport.scale < 0.32}
              chosen={chosen}
              lit={lit}
              found={found}
            />
          </g>
        </svg>
      )}
      <p className="visually-hidden" role="status">
        {focused === undefined ? '' : `${focused.title}, ${focused.detail}`}
      </p>
      {placed === null || isBehind ? <p className={styles.laying}>Laying out…</p> : null}
      <div className={styles.zoom}>
        <IconButton
          label="Zoom in"
          icon={<ZoomIn aria-hidden />}
          onClick={() => zoomBy(KEY_ZOOM)}
        />
        <IconButton
          label="Zoom out"
          icon={<ZoomOut aria-hidden />}
          onClick={() => zoomBy(1 / KEY_ZOOM)}
        />
        <IconButton label="Show all" icon={<Maximize aria-hidden />} onClick={fit} />
      </div>
    </div>
  );
}

/** The same object while nothing new comes into sight: what is drawn stays as it is. */
function useStableSight(viewport: Viewport | null, size: Size) {
  const sight = viewport === null ? null : sightOf(viewport, size);
  const key = JSON.stringify(sight);
  // The text stands for the numbers.
  return useMemo(() => sight, [key]);
}
