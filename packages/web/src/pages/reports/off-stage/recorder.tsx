import type { EvidenceRequest } from '@runloom/model';
import { type ReactNode, useMemo } from 'react';
import { createNoteTaker } from '../../../data/sources/note-taker.ts';
import { OffStage } from './off-stage.tsx';

/** A recording waits this long for something more to be asked. */
const QUIET_MS = 700;

/**
 * Draws something once to learn what it asks the server for.
 * @param onRecorded told the requests once nothing more is asked
 */
export function Recorder({
  children,
  onRecorded,
}: {
  readonly children: ReactNode;
  readonly onRecorded: (requests: readonly EvidenceRequest[]) => void;
}) {
  const { transport, notes } = useMemo(() => createNoteTaker(), []);
  return (
    <OffStage transport={transport} quietMs={QUIET_MS} onQuiet={() => onRecorded(notes())}>
      {children}
    </OffStage>
  );
}
