import { parseTracesView, type SavedViewDetail } from '@runloom/model';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useToasts } from '../../../components/toast.tsx';
import { type ProjectPlace, RequestError } from '../../../data/client.ts';
import { queryKeys } from '../../../data/query-keys.ts';
import { createView, readView, removeView, renameView, saveView } from '../../../data/views.ts';
import type { ListState } from './list-state.ts';

export interface ListViewSaving {
  /** As somebody else saved the view since it was opened here. */
  readonly theirs: SavedViewDetail | null;
  readonly save: () => Promise<void>;
  readonly saveAs: (name: string) => Promise<void>;
  readonly rename: (name: string) => Promise<void>;
  readonly remove: () => Promise<void>;
  /** Goes on from theirs: with what is on screen here, which the next save puts over it, or with all of theirs. */
  readonly settle: (whose: 'mine' | 'theirs') => void;
}

/**
 * Saves what is on screen as a version of a view, or as a view of its own.
 * @param onShow puts a state on screen, of a view that is known from now on; null leaves the view
 */
export function useListViewSaving(
  { entity, project }: ProjectPlace,
  saved: SavedViewDetail | null,
  state: ListState,
  onShow: (view: SavedViewDetail | null, state: ListState) => void,
): ListViewSaving {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [theirs, setTheirs] = useState<SavedViewDetail | null>(null);

  const show = (view: SavedViewDetail, shown: ListState) => {
    queryClient.setQueryData(queryKeys.savedView(String(view.id)), view);
    void queryClient.invalidateQueries({
      queryKey: queryKeys.savedViews(entity, project, 'traces'),
    });
    setTheirs(null);
    onShow(view, shown);
  };
  return {
    theirs,
    async save() {
      if (saved === null) return;
      try {
        const view = await saveView(saved.id, { spec: state, base: saved.version });
        show(view, state);
        toasts.success(`Saved as version ${view.version} of ${view.name}`);
      } catch (problem) {
        if (problem instanceof RequestError && problem.code === 'conflict') {
          setTheirs(await readView(saved.id));
        } else toasts.failure('The view could not be saved', problem);
      }
    },
    async saveAs(name) {
      const view = await createView(entity, project, { name, kind: 'traces', spec: state });
      show(view, state);
      toasts.success(`Saved as ${view.name}`);
    },
    async rename(name) {
      if (saved === null) return;
      const renamed = await renameView(saved.id, name);
      show({ ...saved, name: renamed.name }, state);
    },
    async remove() {
      if (saved === null) return;
      try {
        await removeView(saved.id);
        toasts.success(`${saved.name} is deleted`);
        void queryClient.invalidateQueries({
          queryKey: queryKeys.savedViews(entity, project, 'traces'),
        });
        onShow(null, state);
      } catch (problem) {
        toasts.failure('The view could not be deleted', problem);
      }
    },
    settle(whose) {
      if (theirs !== null) show(theirs, whose === 'mine' ? state : parseTracesView(theirs.spec));
    },
  };
}
