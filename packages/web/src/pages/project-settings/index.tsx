import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { useProject } from '../../data/projects.ts';
import { ProjectMembers } from './members-section.tsx';
import { TransferSection } from './transfer-section.tsx';
import { VisibilitySection } from './visibility-section.tsx';

const route = getRouteApi('/$entity/$project/settings');

/** Who sees a project, who has a role in it, and whose it is. */
export function ProjectSettingsPage() {
  const place = route.useParams();
  const project = useProject(place.entity, place.project);
  useTitle('Settings', place.project);
  if (project.data === undefined) {
    if (project.isPending) return <PagePending />;
    return <PageError error={project.error} onRetry={() => void project.refetch()} />;
  }
  const { canManage } = project.data;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Settings of the project</h1>
      </div>
      <VisibilitySection project={project.data} />
      {canManage && project.data.visibility !== 'private' ? (
        <ProjectMembers place={place} visibility={project.data.visibility} />
      ) : null}
      {canManage ? <TransferSection place={place} /> : null}
    </div>
  );
}
