import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import type { Transport } from '../../../data/sources/transport.ts';
import { watchTransport } from '../../../data/sources/watched-transport.ts';
import styles from './off-stage.module.css';
import { whenQuiet } from './when-quiet.ts';

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
  useEffect(
    () =>
      whenQuiet(
        { elementOf: () => element.current, isAsking: watched.isAsking, quietMs },
        (drawn) => told.current(drawn),
      ),
    [watched, quietMs],
  );
  return createPortal(
    <div ref={element} className={styles.stage} aria-hidden inert>
      <SourceProvider transport={watched.transport}>{children}</SourceProvider>
    </div>,
    document.body,
  );
}
