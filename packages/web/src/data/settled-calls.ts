import type { CallView, TraceOutline } from '@runloom/model';
import type { Query } from '@tanstack/react-query';

/** Reading a longer trace again, each time that any call of the project comes in, would be in the way. */
const LONGEST_FOLLOWED = 5_000;

/** Whether what is cached of a call or a trace may change when calls come in. */
export function mayChange({ state, queryKey }: Pick<Query, 'state' | 'queryKey'>): boolean {
  if (queryKey[3] !== 'outline') return (state.data as CallView | undefined)?.status === 'running';
  const outline = state.data as TraceOutline | undefined;
  if (outline === undefined || outline.ids.length <= LONGEST_FOLLOWED) return true;
  return outline.durations.includes(null);
}
