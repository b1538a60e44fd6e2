import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import type { Transport } from '../../../data/sources/transport.ts';
import { watchTransport } from '../../../data/sources/watched-transport.ts';
import styles from './off-stage.module.css';

/** Something in it is not there yet. */
const BUSY = '[aria-busy="true"], [aria-label="Loading"]';
const LOOK_INTERVAL_MS = 50;
/** What never comes to rest is taken as it is after this long. */
const LONGEST_MS = 60_000;

/** Draws something once, out of sight and all of it. */
export function OffStage({
  transport,
  quietMs,
  onQuiet,
  children,
}: {
  /** What it reads comes by this one. */
  readonly transport: Transport;
  readonly quietMs: number;
  /** Told what was drawn, once nothing of it was on its way for `quietMs`. */
  readonly onQuiet: (element: HTMLElement) => void;
  readonly children: ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  const watched = useMemo(() => watchTransport(transport), [transport]);
  const told = useRef(onQuiet);
  told.current = onQuiet;
  useEffect(() => {
    const until = performance.now() + LONGEST_MS;
    let drawnAt = performance.now();
    const timer = setInterval(() => {
      const { current } = element;
      if (current === null) return;
      const now = performance.now();
      // Panels are loaded before they ask for anything.
      if (current.querySelector(BUSY) !== null) drawnAt = now;
      if (now - Math.max(drawnAt, watched.busyUntil()) < quietMs && now < until) return;
      clearInterval(timer);
      told.current(current);
    }, LOOK_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [watched, quietMs]);
  return createPortal(
    <div ref={element} className={styles.stage} aria-hidden inert>
      <SourceProvider transport={watched.transport}>{children}</SourceProvider>
    </div>,
    document.body,
  );
}
