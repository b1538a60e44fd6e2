import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { useLiveProject } from '../../data/live.ts';
import { useMetricKeys, useProject } from '../../data/projects.ts';
import { loadLinePanel } from '../../panels/line/index.ts';
import { FirstRun } from './first-run.tsx';
import { useLoadedView } from './view/use-view-source.ts';
import { Workspace } from './workspace.tsx';

const route = getRouteApi('/$entity/$project');

/** A project: its runs on the left, their charts on the right, all of it live. */
export function WorkspacePage() {
  const { entity, project } = route.useParams();
  // Another project is another page: nothing is carried over.
  return <ProjectPage key={`${entity}/${project}`} entity={entity} project={project} />;
}

/** Addresses of W&B call one's own workspace so, too. */
function linkOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text.startsWith('nwuser') ? null : text;
}

function ProjectPage({ entity, project }: { readonly entity: string; readonly project: string }) {
  const search = route.useSearch();
  useTitle(project, entity);
  const live = useLiveProject(entity, project);
  const query = useProject(entity, project);
  // What can't be fetched now is told of by the panel that needs it.
  useEffect(() => void loadLinePanel().catch(() => {}), []);
  // Asked for at once: nothing that is read first decides of it.
  useMetricKeys(entity, project);
  // What the address says later is told to the page that is open.
  const [first] = useState({
    view: search['view'] ?? '',
    link: linkOf(search['nw']),
    state: search['s'] ?? null,
  });
  const { loaded, error, retry } = useLoadedView(entity, project, first);
  const problem = query.error ?? error;
  if (query.data === undefined && problem !== null) {
    return <PageError error={problem} onRetry={() => void query.refetch()} />;
  }
  if (error !== null) return <PageError error={error} onRetry={retry} />;
  if (query.data === undefined || loaded === null) return <PagePending />;
  return (
    <Workspace
      entity={entity}
      project={project}
      canWrite={query.data.canWrite}
      live={live}
      loaded={loaded}
      empty={<FirstRun project={query.data} />}
    />
  );
}
