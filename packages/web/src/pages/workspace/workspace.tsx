import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { AlsoFromContext } from '../../data/also-from.ts';
import { useLiveAlso } from '../../data/live.ts';
import type { LiveState } from '../../data/live-hub.ts';
import { decodePassing } from '../../panels/board/board-address.ts';
import { useViewHistory } from '../../panels/view/use-view-history.ts';
import { useViewSaving } from './view/use-view-saving.ts';
import type { LoadedView } from './view/use-view-source.ts';
import { useWorkspaceAddress } from './view/use-workspace-address.ts';
import { specOf, stateOf, WORKSPACE_RULES } from './view/workspace-view.ts';
import { WorkspaceBody } from './workspace-body.tsx';

/** Runs and charts of one project, and of those that its view adds: the state of it all. */
export function Workspace({
  entity,
  project,
  canWrite,
  live,
  loaded,
  empty,
}: {
  readonly entity: string;
  readonly project: string;
  readonly canWrite: boolean;
  readonly live: LiveState;
  readonly loaded: LoadedView;
  /** Shown while there is no run. */
  readonly empty: ReactNode;
}) {
  const passing = useMemo(
    () => decodePassing(Object.fromEntries(new URLSearchParams(window.location.search))),
    [],
  );
  const { load, ...control } = useViewHistory(WORKSPACE_RULES, stateOf(loaded.spec, passing));
  const { view } = control;
  const { runs, board } = view;
  const spec = useMemo(() => specOf({ runs, board }), [runs, board]);
  const saving = useViewSaving(entity, project, spec, loaded);
  useWorkspaceAddress({ spec, passing: view.passing, saving, load });
  useLiveAlso(entity, project, runs.alsoFrom);
  return (
    <AlsoFromContext value={runs.alsoFrom}>
      <WorkspaceBody
        entity={entity}
        project={project}
        canWrite={canWrite}
        live={live}
        spec={spec}
        saving={saving}
        template={loaded.template}
        problem={loaded.problem}
        control={control}
        empty={empty}
      />
    </AlsoFromContext>
  );
}
