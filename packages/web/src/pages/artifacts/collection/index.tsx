import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { classNames } from '../../../components/class-names.ts';
import { useToasts } from '../../../components/toast.tsx';
import { useChangeCollection, useCollection } from '../../../data/artifacts.ts';
import { useLiveProject } from '../../../data/live.ts';
import artifacts from '../artifacts.module.css';
import { DescriptionPanel } from '../description-panel.tsx';
import { CollectionHeader } from './collection-header.tsx';
import { VersionsView } from './versions-view.tsx';

const route = getRouteApi('/$entity/$project/artifacts/$type/$artifact');

/** One artifact: what it is, and its versions. */
export function CollectionPage() {
  const { entity, project, artifact } = route.useParams();
  const address = { entity, project, artifact };
  const query = useCollection(address);
  const change = useChangeCollection(address);
  const toasts = useToasts();
  useLiveProject(entity, project);
  useTitle(artifact, project, entity);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const collection = query.data;
  return (
    <div className={classNames(page.page, artifacts.wide)} key={`${entity}/${project}/${artifact}`}>
      <CollectionHeader address={address} collection={collection} />
      <DescriptionPanel
        text={collection.description}
        canEdit={collection.canWrite}
        onSave={(description) =>
          change.mutate(
            { description },
            { onError: (error) => toasts.failure('The description was not saved', error) },
          )
        }
      />
      <VersionsView address={address} collection={collection} />
    </div>
  );
}
