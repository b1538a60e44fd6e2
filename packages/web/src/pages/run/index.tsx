import { getRouteApi, Outlet } from '@tanstack/react-router';
import { LoaderCircle } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { useLiveProject } from '../../data/live.ts';
import { useRun } from '../../data/runs.ts';
import { RunHeader } from './header/run-header.tsx';
import styles from './run.module.css';
import { RunContext } from './run-context.ts';

/** A server that restarts, or a tab that is looked at again, is connected sooner. */
const LOST_MS = 3000;

const route = getRouteApi('/$entity/$project/runs/$run');

/** A run: its name and state above, one of its tabs below. It follows the run while that lives. */
export function RunPage() {
  const { entity, project, run: name } = route.useParams();
  const query = useRun(entity, project, name);
  const run = query.data;
  useTitle(run?.displayName || name, project);
  const shown = useMemo(
    () => (run === undefined ? null : { entity, project, name, run }),
    [entity, project, name, run],
  );

  if (shown === null) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <RunContext value={shown}>
      {/* Another run is another page: nothing typed or opened is carried over. */}
      <div className={styles.page} key={`${entity}/${project}/${name}`}>
        <Live entity={entity} project={project} />
        <RunHeader updatedAt={query.dataUpdatedAt} />
        <div className={styles.tab}>
          <Outlet />
        </div>
      </div>
    </RunContext>
  );
}

/** Keeps what is shown up to date. Only for a run that may be read: a refusal would be asked for again and again. */
function Live({ entity, project }: { readonly entity: string; readonly project: string }) {
  const isLost = useLiveProject(entity, project) === 'waiting';
  const [isLostLong, setLostLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLostLong(isLost), isLost ? LOST_MS : 0);
    return () => clearTimeout(timer);
  }, [isLost]);
  return isLostLong ? (
    <p role="status" className={styles.lost}>
      <LoaderCircle aria-hidden />
      Connection lost. What is shown may be behind.
    </p>
  ) : null;
}
