import { INITIAL_VIEW_SPEC, isSame, parseViewSpec, type ViewSpec } from '@runloom/model';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useToasts } from '../../../components/toast.tsx';
import { RequestError } from '../../../data/client.ts';
import { queryKeys } from '../../../data/query-keys.ts';
import {
  createView,
  readPersonal,
  readView,
  renameView,
  savePersonal,
  saveView,
} from '../../../data/views.ts';
import type { ViewSource } from './use-view-source.ts';

/** Somebody else, or the reader in another window, saved what is changed here. */
export interface ViewConflict {
  readonly kind: 'personal' | 'saved';
  /** As it is stored now. */
  readonly theirs: ViewSpec;
  readonly version: number;
  readonly user: string | null;
}

export interface ViewSaving {
  readonly source: ViewSource;
  /** The state is not stored yet. */
  readonly isDirty: boolean;
  /** Everything that is kept by itself is kept. */
  readonly isSettled: boolean;
  readonly conflict: ViewConflict | null;
  /** Takes over the version of a conflict as the base: the next save goes over theirs. */
  readonly overrule: () => void;
  /** The state on screen is theirs now. */
  readonly accept: () => void;
  /** A new version of the saved view. */
  readonly save: () => Promise<void>;
  readonly saveAs: (name: string) => Promise<void>;
  readonly rename: (name: string) => Promise<void>;
  /** What is on screen becomes the reader's own workspace. */
  readonly adopt: () => void;
}

/** Changes that follow at once are kept together. */
const KEEP_MS = 500;
const RETRY_MS = 5_000;

/** Keeps the reader's own workspace by itself, and saves views when told. */
export function useViewSaving(
  entity: string,
  project: string,
  spec: ViewSpec,
  loaded: { readonly spec: ViewSpec; readonly source: ViewSource },
): ViewSaving {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [source, setSource] = useState(loaded.source);
  const [kept, setKept] = useState(loaded.spec);
  const [conflict, setConflict] = useState<ViewConflict | null>(null);
  const [failures, setFailures] = useState(0);
  // Only one at a time: a second one of the same version would be refused as somebody else's.
  const [isSending, setSending] = useState(false);
  const latest = useRef(spec);
  latest.current = spec;

  const meet = useCallback(
    async (kind: ViewConflict['kind'], id: number | null) => {
      if (kind === 'personal') {
        const { version, spec: theirs } = await readPersonal(entity, project);
        setConflict({ kind, version, theirs: parseViewSpec(theirs), user: null });
      } else if (id !== null) {
        const view = await readView(id);
        const theirs = parseViewSpec(view.spec);
        setConflict({ kind, version: view.version, theirs, user: view.savedBy });
      }
    },
    [entity, project],
  );

  const version = source.kind === 'personal' ? source.version : null;
  const needsKeeping = version !== null && conflict === null && !isSame(spec, kept);
  useEffect(() => {
    if (!needsKeeping || version === null || isSending) return undefined;
    const keep = async () => {
      const sent = latest.current;
      setSending(true);
      try {
        const answer = await savePersonal(entity, project, { spec: sent, base: version });
        setKept(sent);
        setSource({ kind: 'personal', version: answer.version });
        setFailures(0);
      } catch (problem) {
        if (problem instanceof RequestError && problem.code === 'conflict') {
          await meet('personal', null);
          return;
        }
        if (failures === 0) toasts.failure('Your workspace could not be kept', problem);
        setFailures((count) => count + 1);
      } finally {
        setSending(false);
      }
    };
    const timer = setTimeout(() => void keep(), failures === 0 ? KEEP_MS : RETRY_MS);
    return () => clearTimeout(timer);
  }, [needsKeeping, version, spec, failures, isSending, entity, project, meet, toasts]);

  const saved = source.kind === 'saved' ? source : null;
  const save = async () => {
    if (saved === null) return;
    const sent = latest.current;
    try {
      const view = await saveView(saved.view.id, { spec: sent, base: saved.view.version });
      setSource({ kind: 'saved', view, spec: sent });
      void queryClient.invalidateQueries({
        queryKey: queryKeys.savedViews(entity, project, 'workspace'),
      });
      toasts.success(`Saved as version ${view.version} of ${view.name}`);
    } catch (problem) {
      if (problem instanceof RequestError && problem.code === 'conflict') {
        await meet('saved', saved.view.id);
      } else {
        toasts.failure('The view could not be saved', problem);
      }
    }
  };
  return {
    source,
    isDirty: saved !== null && !isSame(spec, saved.spec),
    isSettled: !needsKeeping || failures > 0,
    conflict,
    overrule() {
      if (conflict === null) return;
      if (conflict.kind === 'personal') {
        setSource({ kind: 'personal', version: conflict.version });
        setKept(conflict.theirs);
      } else if (saved !== null) {
        const view = { ...saved.view, version: conflict.version };
        setSource({ kind: 'saved', view, spec: conflict.theirs });
      }
      setConflict(null);
    },
    accept() {
      if (conflict === null) return;
      setKept(conflict.theirs);
      if (conflict.kind === 'personal') setSource({ kind: 'personal', version: conflict.version });
      else if (saved !== null) {
        const view = { ...saved.view, version: conflict.version };
        setSource({ kind: 'saved', view, spec: conflict.theirs });
      }
      setConflict(null);
    },
    save,
    async saveAs(name) {
      const sent = latest.current;
      const view = await createView(entity, project, { name, kind: 'workspace', spec: sent });
      setSource({ kind: 'saved', view, spec: sent });
      void queryClient.invalidateQueries({
        queryKey: queryKeys.savedViews(entity, project, 'workspace'),
      });
      toasts.success(`Saved as ${view.name}`);
    },
    async rename(name) {
      if (saved === null) return;
      const { name: given } = await renameView(saved.view.id, name);
      setSource({ ...saved, view: { ...saved.view, name: given } });
    },
    adopt() {
      void readPersonal(entity, project).then(
        (personal) => {
          setKept(personal.version === 0 ? INITIAL_VIEW_SPEC : storedSpec(personal.spec));
          setSource({ kind: 'personal', version: personal.version });
          setFailures(0);
        },
        (problem: unknown) => toasts.failure('Your workspace could not be read', problem),
      );
    },
  };
}

/** What can't be read is replaced by what is on screen, since the reader said so. */
function storedSpec(value: unknown): ViewSpec {
  try {
    return parseViewSpec(value);
  } catch {
    return INITIAL_VIEW_SPEC;
  }
}
