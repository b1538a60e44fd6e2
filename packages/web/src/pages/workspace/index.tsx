import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../app/page-error.tsx';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { useLiveProject } from '../../data/live.ts';
import { useProject } from '../../data/projects.ts';
import { FirstRun } from './first-run.tsx';
import { Workspace } from './workspace.tsx';

const route = getRouteApi('/$entity/$project');

/** A project: its runs on the left, their charts on the right, all of it live. */
export function WorkspacePage() {
  const { entity, project } = route.useParams();
  useTitle(project, entity);
  const live = useLiveProject(entity, project);
  const query = useProject(entity, project);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Workspace
      // Another project is another page: nothing is carried over.
      key={`${entity}/${project}`}
      entity={entity}
      project={project}
      live={live}
      empty={<FirstRun project={query.data} />}
    />
  );
}
