import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Truncated } from '../../components/truncated.tsx';
import { runQuery } from '../../data/runs.ts';
import styles from './breadcrumb.module.css';

/** Owner and project of the page, and its run or artifact. */
export function Breadcrumb() {
  const { entity, project, run, type, artifact, version } = useParams({ strict: false });
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
        {project === undefined || type === undefined || artifact === undefined ? null : (
          <li className={styles.crumb}>
            <Link
              to="/$entity/$project/artifacts/$type/$artifact"
              params={{ entity, project, type, artifact }}
              className={styles.link}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              <Truncated text={artifact} />
            </Link>
          </li>
        )}
        {project === undefined ||
        type === undefined ||
        artifact === undefined ||
        version === undefined ? null : (
          <li className={styles.crumb}>
            <Link
              to="/$entity/$project/artifacts/$type/$artifact/$version"
              params={{ entity, project, type, artifact, version }}
              className={styles.link}
              activeOptions={{ includeSearch: false }}
            >
              <Truncated text={version} />
            </Link>
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
