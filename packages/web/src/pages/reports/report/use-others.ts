import { isSame } from '@runloom/model';
import { useEffect, useState } from 'react';
import { type Editing, readEditing } from '../editor/collaboration.ts';
import type { ReportSync } from '../sync/report-sync.ts';

/** Who else has the report open. Tells the others of oneself, too. */
export function useOthers(sync: ReportSync, user: string | null): readonly Editing[] {
  const [others, setOthers] = useState<readonly Editing[]>([]);
  const { awareness, doc } = sync;
  useEffect(() => {
    const own: Editing = { name: user ?? 'Guest', colour: doc.clientID % 10 };
    awareness.setLocalStateField('user', own);
    const look = () => {
      const found = [...awareness.getStates()]
        .filter(([client, state]) => client !== doc.clientID && state['user'] !== undefined)
        .map(([, state]) => readEditing(state['user']));
      setOthers((before) => (isSame(before, found) ? before : found));
    };
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness, doc, user]);
  return others;
}
