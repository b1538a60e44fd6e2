import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { classNames } from '../../components/class-names.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useLiveProject } from '../../data/live.ts';
import { useProject } from '../../data/projects.ts';
import styles from './artifacts.module.css';
import { CollectionsView } from './list/collections-view.tsx';
import { StorageView } from './list/storage-view.tsx';
import { TrashView } from './list/trash-view.tsx';

const route = getRouteApi('/$entity/$project/artifacts');

type View = 'list' | 'storage' | 'trash';
const VIEWS: readonly { value: View; label: string }[] = [
  { value: 'list', label: 'Artifacts' },
  { value: 'storage', label: 'Storage' },
  { value: 'trash', label: 'Trash' },
];

/** The artifacts of a project, the room they take, and what was deleted. */
export function ArtifactsPage() {
  const { entity, project } = route.useParams();
  const { view: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useProject(entity, project);
  useLiveProject(entity, project);
  useTitle('Artifacts', project, entity);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { canWrite } = query.data;
  const view = VIEWS.find(({ value }) => value === asked)?.value ?? 'list';
  return (
    <div
      className={classNames(page.page, view === 'list' && page.fill, styles.wide)}
      key={`${entity}/${project}`}
    >
      <div className={page.head}>
        <h1 className={page.title}>Artifacts</h1>
        <span className={page.spacer} />
        <Segmented
          label="What is shown"
          value={view}
          choices={VIEWS}
          onChange={(next) => void navigate({ search: next === 'list' ? {} : { view: next } })}
        />
      </div>
      {view === 'list' ? (
        <CollectionsView entity={entity} project={project} canWrite={canWrite} />
      ) : view === 'storage' ? (
        <StorageView entity={entity} project={project} />
      ) : (
        <TrashView entity={entity} project={project} canWrite={canWrite} />
      )}
    </div>
  );
}
