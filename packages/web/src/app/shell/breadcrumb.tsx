import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Truncated } from '../../components/truncated.tsx';
import { runQuery } from '../../data/runs.ts';
import styles from './breadcrumb.module.css';

/** Owner, project and run of the page. */
export function Breadcrumb() {
  const { entity, project, run } = useParams({ strict: false });
  if (entity === undefined) return null;
  return (
    <nav aria-label="Where you are" className={styles.crumbs}>
      <ol className={styles.list}>
        <li className={styles.crumb}>
          <Link
            to="/$entity"
            params={{ entity }}
            className={styles.link}
            activeOptions={{ exact: true }}
          >
            <Truncated text={entity} />
          </Link>
        </li>
        {project === undefined ? null : (
          <li className={styles.crumb}>
            <Link
              to="/$entity/$project"
              params={{ entity, project }}
              className={styles.link}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              <Truncated text={project} />
            </Link>
          </li>
        )}
        {project === undefined || run === undefined ? null : (
          <li className={styles.crumb}>
            <RunCrumb entity={entity} project={project} run={run} />
          </li>
        )}
      </ol>
    </nav>
  );
}

function RunCrumb(address: {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
}) {
  const { entity, project, run } = address;
  // The page asks for it anyway; a failure is told there.
  const { data } = useQuery(runQuery(entity, project, run));
  return (
    <Link
      to="/$entity/$project/runs/$run"
      params={{ entity, project, run }}
      className={styles.link}
      activeOptions={{ includeSearch: false }}
    >
      <Truncated text={data?.displayName || run} />
    </Link>
  );
}
