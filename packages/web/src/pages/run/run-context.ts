import type { RunDetail } from '@runloom/model';
import { createContext, useContext } from 'react';

/** The run that the page is about. */
export interface ShownRun {
  readonly entity: string;
  readonly project: string;
  /** Its id, as in the address. */
  readonly name: string;
  readonly run: RunDetail;
}

export const RunContext = createContext<ShownRun | null>(null);

/** The run for the tabs of its page. */
export function useShownRun(): ShownRun {
  const shown = useContext(RunContext);
  if (shown === null) throw new Error('useShownRun needs the run page above it');
  return shown;
}
