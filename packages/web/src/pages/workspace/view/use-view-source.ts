import {
  INITIAL_VIEW_SPEC,
  isSame,
  parseViewSpec,
  type SavedViewDetail,
  type ViewSpec,
} from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../components/error-state.tsx';
import { useSession } from '../../../data/session.ts';
import { useLinkedView, usePersonalWorkspace, useSavedView } from '../../../data/views.ts';
import { decodeSpec } from '../../../panels/view/address-state.ts';

/** Where the workspace on screen comes from, and so where its changes go. */
export type ViewSource =
  /** The reader's own: every change is kept by itself. */
  | { readonly kind: 'personal'; readonly version: number }
  /** A saved view: changes are kept when they are saved. */
  | { readonly kind: 'saved'; readonly view: SavedViewDetail; readonly spec: ViewSpec }
  /** A link that shows something else than the reader's own: changes stay in the address. */
  | { readonly kind: 'link'; readonly version: number }
  /** Nobody is signed in: changes stay in the address. */
  | { readonly kind: 'visitor' };

export interface LoadedView {
  readonly spec: ViewSpec;
  readonly source: ViewSource;
  /** What workspaces of this owner begin with; null where nobody said so. */
  readonly template: ViewSpec | null;
  /** Why what was asked for could not be shown. */
  readonly problem: string | null;
}

/** What a workspace starts from: a saved view, a state in the address, or the reader's own. */
export function useLoadedView(
  entity: string,
  project: string,
  address: { readonly view: string; readonly link: string | null; readonly state: string | null },
): {
  readonly loaded: LoadedView | null;
  readonly error: Error | null;
  readonly retry: () => void;
} {
  const session = useSession();
  const isSignedIn = session.data !== undefined && session.data.user !== null;
  const isNamed = address.view !== '' || address.link !== null;
  const byNumber = useSavedView(address.view === '' ? null : address.view);
  const byLink = useLinkedView(entity, project, address.view === '' ? address.link : null);
  const saved = address.view === '' ? byLink : byNumber;
  const personal = usePersonalWorkspace(entity, project, isSignedIn);
  const linked = useQuery({
    queryKey: ['address-state', address.state],
    queryFn: () => decodeSpec(address.state ?? ''),
    enabled: address.state !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const isPending =
    session.isPending ||
    (isNamed && saved.isPending) ||
    (isSignedIn && personal.isPending) ||
    (address.state !== null && linked.isPending);
  const retry = () => {
    void session.refetch();
    void personal.refetch();
  };
  if (isPending) return { loaded: null, error: null, retry };
  const error = session.error ?? personal.error;
  if (error !== null) return { loaded: null, error, retry };

  const problems: string[] = [];
  const read = (value: unknown): ViewSpec | null => {
    try {
      return parseViewSpec(value);
    } catch (problem) {
      problems.push(messageOf(problem));
      return null;
    }
  };
  if (linked.error !== null) problems.push(messageOf(linked.error));
  const version = personal.data?.version ?? 0;
  const template = personal.data?.template ? read(personal.data.template) : null;
  const mine = version === 0 ? (template ?? INITIAL_VIEW_SPEC) : read(personal.data?.spec);
  const fromLink = linked.data ?? null;

  if (isNamed) {
    if (saved.data === undefined) {
      problems.push(`The view of this address can’t be shown. ${messageOf(saved.error)}`);
    } else if (saved.data.kind !== 'workspace') {
      problems.push(`The view “${saved.data.name}” is one of traces.`);
    } else {
      const spec = read(saved.data.spec);
      if (spec !== null) {
        const source: ViewSource = { kind: 'saved', view: saved.data, spec };
        return done(fromLink ?? spec, source);
      }
    }
  }
  if (!isSignedIn) return done(fromLink ?? INITIAL_VIEW_SPEC, { kind: 'visitor' });
  // A state that can't be read must not be overwritten by itself.
  if (mine === null) return done(fromLink ?? INITIAL_VIEW_SPEC, { kind: 'link', version });
  if (fromLink !== null && !isSame(fromLink, mine))
    return done(fromLink, { kind: 'link', version });
  return done(mine, { kind: 'personal', version });

  function done(spec: ViewSpec, source: ViewSource) {
    const problem = problems.length === 0 ? null : problems.join(' ');
    return { loaded: { spec, source, template, problem }, error: null, retry };
  }
}
