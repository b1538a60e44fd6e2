import { Link } from '@tanstack/react-router';
import { Truncated } from '../../components/truncated.tsx';
import styles from './artifacts.module.css';

/** A version by its name and number, as a link to its page. */
export function VersionLink({
  entity,
  project,
  type,
  artifact,
  version,
  from,
}: {
  readonly entity: string;
  readonly project: string;
  readonly type: string;
  readonly artifact: string;
  readonly version: string;
  /** The project of the page: others are named before the artifact. */
  readonly from?: { readonly entity: string; readonly project: string };
}) {
  const isElsewhere = from !== undefined && (from.entity !== entity || from.project !== project);
  const name = `${artifact}:${version}`;
  return (
    <Link
      to="/$entity/$project/artifacts/$type/$artifact/$version"
      params={{ entity, project, type: type || '-', artifact, version }}
      className={styles.link}
    >
      <Truncated text={isElsewhere ? `${entity}/${project}/${name}` : name} />
    </Link>
  );
}

/** A run by its name, as a link to its page. */
export function RunLink({
  run,
  from,
}: {
  readonly run: {
    readonly entity: string;
    readonly project: string;
    readonly run: string;
    readonly displayName: string;
  };
  readonly from?: { readonly entity: string; readonly project: string };
}) {
  const { entity, project, run: id, displayName } = run;
  const isElsewhere = from !== undefined && (from.entity !== entity || from.project !== project);
  const name = displayName || id;
  return (
    <Link
      to="/$entity/$project/runs/$run"
      params={{ entity, project, run: id }}
      className={styles.link}
    >
      <Truncated text={isElsewhere ? `${entity}/${project}/${name}` : name} />
    </Link>
  );
}
