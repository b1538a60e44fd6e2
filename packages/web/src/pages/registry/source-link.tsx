import { pagePath, type RegistryVersionList } from '@runloom/model';
import { Truncated } from '../../components/truncated.tsx';
import styles from './registry.module.css';

type Source = RegistryVersionList['versions'][number]['source'];

/** Where a linked version was logged, as a link to its page there. */
export function SourceLink({
  source,
  type = '-',
}: {
  readonly source: Source;
  readonly type?: string;
}) {
  if (source === null) {
    return <span className={styles.faint}>A project that you may not see</span>;
  }
  const { entity, project, artifact, version } = source;
  const path = pagePath(entity, project, 'artifacts', type, artifact, version);
  return (
    <a href={path} className={styles.link}>
      <Truncated text={`${entity}/${project}/${artifact}:${version}`} />
    </a>
  );
}
