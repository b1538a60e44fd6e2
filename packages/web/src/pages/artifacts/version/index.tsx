import { getRouteApi, Outlet } from '@tanstack/react-router';
import { useMemo } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { useVersion } from '../../../data/artifacts.ts';
import { useLiveProject } from '../../../data/live.ts';
import styles from './version.module.css';
import { VersionContext } from './version-context.ts';
import { VersionHeader } from './version-header.tsx';

const route = getRouteApi('/$entity/$project/artifacts/$type/$artifact/$version');

/** One version of an artifact: its names above, one of its tabs below. */
export function VersionPage() {
  const { entity, project, artifact, version } = route.useParams();
  const address = useMemo(
    () => ({ entity, project, artifact, version }),
    [entity, project, artifact, version],
  );
  const query = useVersion(address);
  useLiveProject(entity, project);
  const detail = query.data;
  const shown = useMemo(
    () => (detail === undefined ? null : { address, detail }),
    [address, detail],
  );
  useTitle(`${artifact}:${detail?.version ?? version}`, project);
  if (shown === null) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <VersionContext value={shown}>
      {/* Another version is another page: nothing typed or opened is carried over. */}
      <div className={styles.page} key={`${entity}/${project}/${artifact}/${version}`}>
        <VersionHeader />
        <div className={styles.tab}>
          <Outlet />
        </div>
      </div>
    </VersionContext>
  );
}
