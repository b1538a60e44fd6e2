import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import type { SyncState } from '../sync/report-sync.ts';
import styles from './report.module.css';

/** Whether what is on screen is on the server's disk. */
export function SavedState({
  state,
  canEdit,
  onReconnect,
}: {
  readonly state: SyncState;
  readonly canEdit: boolean;
  readonly onReconnect: () => void;
}) {
  if (!canEdit && (state.kind === 'saved' || state.kind === 'saving')) return null;
  return (
    <span className={styles.saved} role="status" data-sync={state.kind}>
      {contentOf(state)}
      {state.kind === 'offline' ? (
        <Button size="small" kind="quiet" onClick={onReconnect}>
          Try now
        </Button>
      ) : null}
    </span>
  );
}

function contentOf(state: SyncState) {
  switch (state.kind) {
    case 'connecting':
      return (
        <>
          <LoaderCircle aria-hidden className={styles.turning} /> Connecting
        </>
      );
    case 'saved':
      return (
        <>
          <Check aria-hidden /> Saved
        </>
      );
    case 'saving':
      return (
        <>
          <LoaderCircle aria-hidden className={styles.turning} /> Saving
        </>
      );
    case 'offline':
      return (
        <>
          <CloudOff aria-hidden />{' '}
          {state.hasUnsaved ? 'Offline: kept here until the connection is back' : 'Offline'}
        </>
      );
    case 'closed':
      return (
        <>
          <TriangleAlert aria-hidden /> <bdi>{shownText(state.reason)}</bdi>
        </>
      );
  }
}
