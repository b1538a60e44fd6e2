import { useEffect, useState, useSyncExternalStore } from 'react';
import { openReportSync, type ReportSync, type SyncState } from './report-sync.ts';

/** The connection of a report while the page is open; null for the moment before it is opened. */
export function useReportSync(report: string, keptFor: string): ReportSync | null {
  const [sync, setSync] = useState<ReportSync | null>(null);
  useEffect(() => {
    const opened = openReportSync(report, keptFor);
    setSync(opened);
    return () => opened.close();
  }, [report, keptFor]);
  return sync;
}

export function useSyncState(sync: ReportSync): SyncState {
  return useSyncExternalStore(sync.watch, sync.state);
}

/** Whether the server's document was read at least once. */
export function useIsLoaded(sync: ReportSync): boolean {
  return useSyncExternalStore(sync.watch, sync.isLoaded);
}
