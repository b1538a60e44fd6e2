import type { EvidenceRequest } from '@runloom/model';
import { type ReactNode, useMemo } from 'react';
import { createNoteTaker } from '../../../data/sources/note-taker.ts';
import { RecordingContext } from '../../../data/sources/recording.ts';
import { OffStage } from './off-stage.tsx';

/** A recording waits this long for something more to be asked. */
const QUIET_MS = 700;

/**
 * Draws something once to learn what it asks the server for.
 * @param onRecorded told the requests once nothing more is asked
 * @param onFailed told why they can't be known: a recording of less than is shown is none
 */
export function Recorder({
  children,
  onRecorded,
  onFailed,
}: {
  readonly children: ReactNode;
  readonly onRecorded: (requests: readonly EvidenceRequest[]) => void;
  readonly onFailed: (problem: unknown) => void;
}) {
  const { transport, notes } = useMemo(() => createNoteTaker(), []);
  const record = (_: HTMLElement, isWhole: boolean) => {
    if (!isWhole) {
      throw new Error(
        'Not all of it was there after a minute. Show fewer runs or panels in it, or try again.',
      );
    }
    onRecorded(notes());
  };
  return (
    <OffStage transport={transport} quietMs={QUIET_MS} onQuiet={record} onFailed={onFailed}>
      <RecordingContext value>{children}</RecordingContext>
    </OffStage>
  );
}
