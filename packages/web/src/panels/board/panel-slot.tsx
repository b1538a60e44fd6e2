import { type DragEvent, memo, type PointerEvent, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { useBoard } from './board-context.ts';
import { MOST_COLUMNS, PANEL_GAP, type PlacedPanel } from './layout.ts';
import { PanelHost } from './panel-host.tsx';
import styles from './panel-slot.module.css';
import type { Section } from './sections.ts';

/** The place of a panel on the board: it can be dragged by its title, dropped on, and resized. */
export const PanelSlot = memo(function PanelSlot({
  placed,
  section,
  cell,
}: {
  readonly placed: PlacedPanel;
  readonly section: Section;
  /** Size of one cell of the section's grid, px. */
  readonly cell: { readonly width: number; readonly height: number };
}) {
  const { dispatch, drag, isFixed = false } = useBoard();
  const { spec } = placed;
  const [drop, setDrop] = useState<'before' | 'after' | null>(null);

  // A drag names the element that is dragged, not the one that was taken hold of.
  const held = useRef<EventTarget | null>(null);
  const onDragStart = (event: DragEvent) => {
    // Only by the title: what is drawn below is dragged for zooms.
    if (!(held.current instanceof Element) || held.current.closest('header') === null) {
      event.preventDefault();
      return;
    }
    drag.start(event, { kind: 'panel', id: spec.id });
  };
  const onDragOver = (event: DragEvent<HTMLDivElement>) => {
    const dragged = drag.panel();
    if (dragged === null || dragged === spec.id) return;
    event.preventDefault();
    setDrop(sideOf(event));
  };
  const onDrop = (event: DragEvent<HTMLDivElement>) => {
    const dragged = drag.panel();
    setDrop(null);
    if (dragged === null || dragged === spec.id) return;
    event.preventDefault();
    const others = section.panels.map(({ id }) => id).filter((id) => id !== dragged);
    // The mark of the side may not be drawn yet when the drop comes quickly.
    const at = others.indexOf(spec.id) + (sideOf(event) === 'after' ? 1 : 0);
    const order = others.toSpliced(at, 0, dragged);
    dispatch({ kind: 'panel/move', panel: dragged, section: section.id, order });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging; the panel's menu does the same by keyboard
    <div
      className={classNames(styles.slot, drop !== null && styles[drop])}
      style={{
        left: placed.left,
        top: placed.top,
        width: placed.width,
        height: placed.height,
      }}
      draggable={!isFixed}
      onPointerDown={(event) => {
        held.current = event.target;
      }}
      onDragStart={onDragStart}
      onDragEnd={drag.end}
      onDragOver={onDragOver}
      onDragLeave={() => setDrop(null)}
      onDrop={onDrop}
    >
      <PanelHost spec={spec} width={placed.width} isFullScreen={false} />
      {isFixed ? null : <ResizeHandle placed={placed} section={section} cell={cell} />}
    </div>
  );
});

/** On which side of the panel it would be dropped. */
function sideOf({ currentTarget, clientX }: DragEvent<HTMLDivElement>): 'before' | 'after' {
  const { left, width } = currentTarget.getBoundingClientRect();
  return clientX < left + width / 2 ? 'before' : 'after';
}

/** Drags the size of the panel, or of all in the section where they are alike. */
function ResizeHandle({
  placed,
  section,
  cell,
}: {
  readonly placed: PlacedPanel;
  readonly section: Section;
  readonly cell: { readonly width: number; readonly height: number };
}) {
  const { dispatch } = useBoard();
  const start = useRef<{ x: number; y: number; width: number; height: number } | null>(null);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = {
      x: event.clientX,
      y: event.clientY,
      width: placed.width,
      height: placed.height,
    };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current === null) return;
    const width = start.current.width + event.clientX - start.current.x;
    const height = start.current.height + event.clientY - start.current.y;
    if (section.isCustom) {
      const columns = cellsIn(width, cell.width);
      const rows = cellsIn(height, cell.height);
      if (columns === placed.columns && rows === placed.rows) return;
      dispatch({ kind: 'panel/size', panel: placed.spec.id, size: { columns, rows } });
      return;
    }
    const columns = columnsFor(width, placed.width, cell.width, section.columns);
    const rounded = Math.min(1_200, Math.max(120, Math.round(height / 10) * 10));
    if (rounded === Math.round(placed.height) && columns === section.columns) return;
    dispatch({
      kind: 'section/layout',
      section: section.id,
      layout: { height: rounded, ...(columns === null ? {} : { columns }) },
    });
  };
  return (
    <div
      aria-hidden
      className={styles.handle}
      title={section.isCustom ? 'Drag to resize' : 'Drag to resize all panels of the section'}
      draggable={false}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}

function cellsIn(length: number, cell: number): number {
  return Math.min(MOST_COLUMNS, Math.max(1, Math.round((length + PANEL_GAP) / (cell + PANEL_GAP))));
}

/** Fewer columns when the panel is dragged much wider than it is, more when narrower; null: as they are. */
function columnsFor(
  wanted: number,
  width: number,
  cell: number,
  chosen: number | null,
): number | null {
  const ratio = wanted / width;
  if (ratio > 0.75 && ratio < 1.35) return chosen;
  const room = Math.round(
    (chosen ?? Math.max(1, Math.round(window.innerWidth / (cell + 400)))) / ratio,
  );
  return Math.min(MOST_COLUMNS, Math.max(1, room));
}
