import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import styles from './split-pane.module.css';
import { readStored, writeStored } from './storage.ts';

const KEY_STEP = 16;

/** Two panes side by side with a line between that can be dragged, or moved with the arrow keys. */
export function SplitPane({
  start,
  end,
  label,
  initialWidth,
  minWidth = 160,
  maxWidth = 900,
  storageKey,
}: {
  readonly start: ReactNode;
  readonly end: ReactNode;
  /** What the line changes, e.g. `Width of the runs table`. */
  readonly label: string;
  /** Of the first pane, px. */
  readonly initialWidth: number;
  readonly minWidth?: number;
  readonly maxWidth?: number;
  /** Remembers the width in this browser. */
  readonly storageKey?: string;
}) {
  const clamp = (width: number) => Math.round(Math.min(maxWidth, Math.max(minWidth, width)));
  const [width, setWidth] = useState(() => clamp(readWidth(storageKey) ?? initialWidth));
  const drag = useRef<{ pointer: number; width: number } | null>(null);

  const change = (next: number) => {
    const clamped = clamp(next);
    setWidth(clamped);
    if (storageKey) writeStored(storageKey, String(clamped));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { pointer: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current) change(drag.current.width + event.clientX - drag.current.pointer);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = {
      ArrowLeft: width - KEY_STEP,
      ArrowRight: width + KEY_STEP,
      Home: minWidth,
      End: maxWidth,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    change(next);
  };
  return (
    <div className={styles.panes}>
      <div className={styles.start} style={{ width }}>
        {start}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a line that can be moved is no <hr> */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={minWidth}
        aria-valuemax={maxWidth}
        className={styles.line}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null;
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
        onDoubleClick={() => change(initialWidth)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.end}>{end}</div>
    </div>
  );
}

function readWidth(storageKey: string | undefined): number | null {
  if (storageKey === undefined) return null;
  const width = Number.parseInt(readStored(storageKey) ?? '', 10);
  return Number.isFinite(width) ? width : null;
}
