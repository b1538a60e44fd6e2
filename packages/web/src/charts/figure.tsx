import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import styles from './figure.module.css';
import type { Drag, FigureModel, Place } from './figure-model.ts';
import { readChartTheme, useThemeName } from './theme.ts';
import { useFigureCanvas } from './use-figure-canvas.ts';
import { ValueTooltip } from './value-tooltip.tsx';

/** A shorter drag is a click, CSS pixels. */
const SHORTEST_DRAG = 4;

/**
 * Marks on a canvas that fills its parent. What is pointed at is told in a tooltip; arrow keys go
 * from mark to mark and have them read out, Enter opens one.
 */
export function Figure<Layout>({
  title,
  kind,
  summary,
  model,
  focused = null,
  onOpen,
  onDoubleClick,
}: {
  readonly title: string;
  /** What it is, read aloud: “scatter plot”. */
  readonly kind: string;
  /** The figure in words. */
  readonly summary: string;
  /** Laid out and painted anew whenever it is another object. */
  readonly model: FigureModel<Layout>;
  /** Mark that stands out while none is pointed at. */
  readonly focused?: number | null;
  readonly onOpen?: ((mark: number) => void) | undefined;
  readonly onDoubleClick?: (() => void) | undefined;
}) {
  const root = useRef<HTMLDivElement>(null);
  const summaryId = useId();
  const themeName = useThemeName();
  const theme = useMemo(() => readChartTheme(themeName), [themeName]);
  const [pointed, setPointed] = useState<{ mark: number; x: number; y: number } | null>(null);
  const [spoken, setSpoken] = useState('');
  const [cursor, setCursor] = useState<string | null>(null);
  const drag = useRef<{ drag: Drag; from: Place; isLong: boolean } | null>(null);
  const canvas = useFigureCanvas(root, model, theme);
  const mark = pointed !== null && model.order.includes(pointed.mark) ? pointed.mark : null;
  const standsOut = mark ?? focused;

  function paintOver(): void {
    canvas.paintOver((pen, layout) => {
      if (standsOut !== null) model.paintMark(pen, layout, theme, standsOut);
      drag.current?.drag.paint?.(pen, theme);
    });
  }
  const latest = useRef(paintOver);
  latest.current = paintOver;
  useEffect(() => latest.current(), [model, theme, standsOut]);
  useEffect(() => canvas.onResized(() => latest.current()), [canvas]);

  function placeOf(event: PointerEvent | MouseEvent): Place | null {
    const rect = root.current?.getBoundingClientRect();
    return rect === undefined
      ? null
      : { left: event.clientX - rect.left, top: event.clientY - rect.top };
  }

  function endDrag(event: PointerEvent | null): void {
    const started = drag.current;
    drag.current = null;
    if (started === null) return;
    const at = event === null ? null : placeOf(event);
    if (at === null) started.drag.cancel();
    else started.drag.end(at, !started.isLong);
    paintOver();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a figure is a group of marks, not a set of fields
    <div
      ref={root}
      className={styles.figure}
      style={{ cursor: cursor ?? (mark !== null && onOpen ? 'pointer' : undefined) }}
      role="group"
      aria-roledescription={kind}
      aria-label={title}
      aria-describedby={summaryId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the marks out
      tabIndex={0}
      onPointerDown={(event) => {
        const { layout } = canvas;
        const from = event.button === 0 ? placeOf(event) : null;
        if (layout === null || from === null) return;
        const started = model.startDrag?.(layout, from) ?? null;
        if (started === null) return;
        drag.current = { drag: started, from, isLong: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { layout } = canvas;
        const at = placeOf(event);
        if (layout === null || at === null) return;
        if (drag.current !== null) {
          const { from } = drag.current;
          drag.current.isLong ||=
            Math.hypot(at.left - from.left, at.top - from.top) >= SHORTEST_DRAG;
          if (!drag.current.isLong) return;
          setPointed(null);
          drag.current.drag.move(at);
          paintOver();
          return;
        }
        const found = model.find(layout, at);
        setPointed(found === null ? null : { mark: found, x: event.clientX, y: event.clientY });
        setCursor(model.cursorAt?.(layout, at) ?? null);
      }}
      onPointerUp={endDrag}
      onPointerCancel={() => endDrag(null)}
      onPointerLeave={() => {
        if (drag.current === null) setPointed(null);
      }}
      onClick={(event) => {
        const at = placeOf(event);
        if (canvas.layout === null || at === null || event.detail > 1) return;
        const found = model.find(canvas.layout, at);
        if (found !== null && found === mark) onOpen?.(found);
      }}
      onDoubleClick={onDoubleClick}
      onKeyDown={onKeyDown}
      onBlur={() => setPointed(null)}
    >
      <p id={summaryId} className="visually-hidden">
        {summary}
      </p>
      <p role="status" className="visually-hidden">
        {spoken}
      </p>
      {pointed !== null && mark !== null ? (
        <ValueTooltip told={model.tell(mark)} clientX={pointed.x} clientY={pointed.y} />
      ) : null}
    </div>
  );

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && (drag.current !== null || mark !== null)) {
      event.stopPropagation();
      endDrag(null);
      setPointed(null);
      return;
    }
    if (event.key === 'Enter' && mark !== null) {
      onOpen?.(mark);
      return;
    }
    const direction = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const { layout } = canvas;
    if (direction === undefined || layout === null || model.order.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = mark === null ? -1 : model.order.indexOf(mark);
    const by = direction * (event.shiftKey ? 10 : 1);
    const last = model.order.length - 1;
    const to = at < 0 ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, at + by));
    const next = model.order[to];
    const rect = root.current?.getBoundingClientRect();
    if (next === undefined || rect === undefined) return;
    const { left, top } = model.placeOf(layout, next);
    setPointed({ mark: next, x: rect.left + left, y: rect.top + top });
    const { heading, rows } = model.tell(next);
    setSpoken(`${heading}: ${rows.map(({ name, value }) => `${name} ${value}`).join(', ')}`);
  }
}
