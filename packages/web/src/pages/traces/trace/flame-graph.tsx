import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useThemeName } from '../../../charts/theme.ts';
import { Button } from '../../../components/button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Truncated } from '../../../components/truncated.tsx';
import { formatLatency } from '../format.ts';
import { layOutFlame } from './flame-layout.ts';
import { LANE_HEIGHT, nodeAt, paintFlame, type TimeView, TOP } from './flame-paint.ts';
import styles from './trace.module.css';
import { nameOf, parentOf, type TraceTree } from './trace-tree.ts';

const ZOOM_STEP = 1.25;

/**
 * Calls over time, on a canvas. The wheel with Ctrl zooms, dragging moves, a double click shows one
 * call in full width. Arrow keys go to the caller, what it called, and what stands beside it.
 */
export function FlameGraph({
  tree,
  length,
  found,
  chosen,
  onChoose,
}: {
  readonly tree: TraceTree;
  readonly length: number;
  readonly found: ReadonlySet<number> | null;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const whole = Math.max(length, 0.001);
  const [view, setView] = useState<TimeView>({ from: 0, to: whole });
  const [pointed, setPointed] = useState<number | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0, top: 0 });
  const drag = useRef<{ x: number; view: TimeView; isLong: boolean } | null>(null);
  const theme = useThemeName();
  const layout = useMemo(() => layOutFlame(tree, length), [tree, length]);
  useEffect(() => setView({ from: 0, to: whole }), [whole]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () =>
      setSize({
        width: element.clientWidth,
        height: element.clientHeight,
        top: element.scrollTop,
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const zoom = (factor: number, around: number) =>
    setView((before) => zoomed(before, factor, around, whole));
  const latestZoom = useRef(zoom);
  latestZoom.current = zoom;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    // React listens to the wheel passively, which could not keep the page from zooming.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, width } = element.getBoundingClientRect();
      const share = (event.clientX - left) / Math.max(1, width);
      latestZoom.current(event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, share);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  useEffect(() => {
    if (canvas.current === null) return;
    paintFlame(canvas.current, { tree, layout, view, size, chosen, pointed, found });
  }, [tree, layout, view, size, chosen, pointed, found, theme]);

  const placeOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const rect = canvas.current?.getBoundingClientRect();
    return rect === undefined
      ? null
      : nodeAt(layout, view, size, event.clientX - rect.left, event.clientY - rect.top);
  };
  const showWhole = (node: number) => {
    const [from = 0, to = whole] = [layout.starts[node], layout.ends[node]];
    setView({ from, to: Math.max(to, from + whole / 1e6) });
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === '+' || event.key === '-')
      zoom(event.key === '-' ? ZOOM_STEP : 1 / ZOOM_STEP, 0.5);
    else if (event.key === '0') setView({ from: 0, to: whole });
    else if (chosen === null) return;
    else if (event.key === 'ArrowUp' && parentOf(tree, chosen) >= 0)
      onChoose(parentOf(tree, chosen));
    else if (event.key === 'ArrowDown') {
      const first = tree.children[chosen]?.[0];
      if (first !== undefined) onChoose(first);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const parent = parentOf(tree, chosen);
      const beside = parent < 0 ? tree.roots : (tree.children[parent] ?? []);
      const next = beside[beside.indexOf(chosen) + (event.key === 'ArrowLeft' ? -1 : 1)];
      if (next !== undefined) onChoose(next);
    } else if (event.key === 'Enter') showWhole(chosen);
    else return;
    event.preventDefault();
  }

  const told = pointed ?? chosen;
  return (
    <div className={styles.flame}>
      <div
        ref={scroller}
        className={styles.flameScroll}
        role="application"
        aria-label="Flame graph"
        aria-roledescription="flame graph"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go from call to call
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          className={styles.flameCanvas}
          style={{ width: size.width, height: size.height }}
          onPointerDown={(event) => {
            drag.current = { x: event.clientX, view, isLong: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const started = drag.current;
            if (started === null) {
              setPointed(placeOf(event));
              return;
            }
            const moved = event.clientX - started.x;
            started.isLong ||= Math.abs(moved) > 4;
            if (!started.isLong) return;
            const by = (-moved / Math.max(1, size.width)) * (started.view.to - started.view.from);
            setView(moveView(started.view, by, whole));
          }}
          onPointerUp={(event) => {
            const wasLong = drag.current?.isLong ?? false;
            drag.current = null;
            const node = wasLong ? null : placeOf(event);
            if (node !== null) onChoose(node);
          }}
          onPointerCancel={() => {
            drag.current = null;
          }}
          onPointerLeave={() => setPointed(null)}
          onDoubleClick={(event) => {
            const node = placeOf(event);
            if (node === null) setView({ from: 0, to: whole });
            else showWhole(node);
          }}
        />
        <div
          aria-hidden
          style={{
            height: Math.max(0, layout.laneCount * LANE_HEIGHT + TOP + 8 - size.height),
          }}
        />
      </div>
      <div className={styles.flameFoot}>
        <Truncated text={told === null ? 'Point at a call' : describe(tree, told)} />
        <Button size="small" kind="quiet" onClick={() => zoom(1 / ZOOM_STEP, 0.5)}>
          Zoom in
        </Button>
        <Button
          size="small"
          kind="quiet"
          disabled={view.from === 0 && view.to === whole}
          onClick={() => setView({ from: 0, to: whole })}
        >
          Whole trace
        </Button>
      </div>
    </div>
  );
}

function describe({ outline }: TraceTree, node: number): string {
  const name = shownText(nameOf(outline, node));
  const duration = outline.durations[node] ?? null;
  const start = formatLatency(outline.starts[node] ?? 0);
  return `${name} · ${duration === null ? 'running' : formatLatency(duration)} · starts at ${start}`;
}

/** @param around share of the width that stays in its place */
function zoomed(view: TimeView, factor: number, around: number, whole: number): TimeView {
  const span = Math.min(whole, Math.max(whole / 1e6, (view.to - view.from) * factor));
  const fixed = view.from + (view.to - view.from) * around;
  return moveView({ from: fixed - span * around, to: fixed + span * (1 - around) }, 0, whole);
}

function moveView({ from, to }: TimeView, by: number, whole: number): TimeView {
  const span = to - from;
  const start = Math.min(Math.max(0, from + by), Math.max(0, whole - span));
  return { from: start, to: start + span };
}
