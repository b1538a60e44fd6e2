import type { EvidenceRequest } from '@runloom/model';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { createNoteTaker } from '../../../data/sources/note-taker.ts';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import { LONGEST_MS, QUIET_MS } from './freeze.ts';
import styles from './grid.module.css';

/** Something in it is not there yet. */
const BUSY = '[aria-busy="true"], [aria-label="Loading"]';

/**
 * Draws something once, out of sight and all of it, to learn what it asks the server for.
 * @param onRecorded told the requests once nothing more is asked
 */
export function Recorder({
  children,
  onRecorded,
}: {
  readonly children: ReactNode;
  readonly onRecorded: (requests: readonly EvidenceRequest[]) => void;
}) {
  const notes = useMemo(() => createNoteTaker(), []);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isGone = false;
    const until = performance.now() + LONGEST_MS;
    const record = async () => {
      // Panels are loaded before they ask for anything.
      do await notes.whenQuiet(QUIET_MS, LONGEST_MS);
      while (!isGone && element.current?.querySelector(BUSY) && performance.now() < until);
      if (!isGone) onRecorded(notes.notes());
    };
    void record();
    return () => {
      isGone = true;
    };
  }, [notes, onRecorded]);
  return createPortal(
    <div ref={element} className={styles.recorder} aria-hidden inert>
      <SourceProvider transport={notes.transport}>{children}</SourceProvider>
    </div>,
    document.body,
  );
}
