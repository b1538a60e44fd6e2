import { parseTracesView, type SavedViewDetail, type WeaveViewDetail } from '@runloom/model';
import { messageOf } from '../../../components/error-state.tsx';
import { useSavedView } from '../../../data/views.ts';
import { useWeaveView } from '../../../data/weave-views.ts';
import { DEFAULT_LIST, type ListState } from './list-state.ts';

/** What the address of a list is told from: an untouched list, a saved view, or one of a client. */
export interface ListView {
  readonly base: ListState;
  readonly saved: SavedViewDetail | null;
  readonly client: WeaveViewDetail | null;
  /** Why the view of the address is not shown. */
  readonly problem: string | null;
}

const UNTOUCHED: ListView = { base: DEFAULT_LIST, saved: null, client: null, problem: null };

/**
 * The view that an address names: the number of a saved one, or the name under which a client
 * published it. Null until it is read.
 */
export function useListView(entity: string, project: string, view: string): ListView | null {
  const isNumber = /^\d+$/.test(view);
  const saved = useSavedView(isNumber ? view : null);
  const client = useWeaveView(entity, project, view === '' || isNumber ? null : view);
  if (view === '') return UNTOUCHED;
  const unread = (error: unknown): ListView => ({
    ...UNTOUCHED,
    problem: `The view of this address can’t be shown. ${messageOf(error)}`,
  });
  if (!isNumber) {
    if (client.isPending) return null;
    if (client.data === undefined) return unread(client.error);
    return { ...UNTOUCHED, base: client.data.spec, client: client.data };
  }
  if (saved.isPending) return null;
  if (saved.data === undefined) return unread(saved.error);
  if (saved.data.kind !== 'traces') return unread(new Error('It is no view of traces.'));
  try {
    return { ...UNTOUCHED, base: parseTracesView(saved.data.spec), saved: saved.data };
  } catch (error) {
    return unread(error);
  }
}
