import { Badge } from '../../../../components/badge.tsx';
import { formatCount } from '../../../../components/format.ts';
import { Panel } from '../../../../components/panel.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { VersionLink } from '../../links.tsx';
import styles from '../version.module.css';
import { useShownVersion } from '../version-context.ts';

const REGISTRY_PREFIX = 'wandb-registry-';

/** The registries and portfolios that the version is linked into, and the artifact it was made in. */
export function LinksPanel() {
  const { address, detail } = useShownVersion();
  const elsewhere = detail.memberships.filter(
    ({ entity, project, artifact }) =>
      entity !== address.entity || project !== address.project || artifact !== address.artifact,
  );
  return (
    <Panel title="Linked with" count={formatCount(elsewhere.length)}>
      {elsewhere.length === 0 ? (
        <p className={styles.linkNote}>
          In no registry or portfolio. The Usage tab has the line that links it.
        </p>
      ) : (
        <ul className={styles.links}>
          {elsewhere.map(({ entity, project, artifact, kind, version, aliases }) => (
            <li key={`${entity}/${project}/${artifact}`}>
              <VersionLink
                entity={entity}
                project={project}
                type={detail.type}
                artifact={artifact}
                version={version}
                from={address}
              />
              <span className={styles.linkNote}>
                {kind === 'sequence'
                  ? 'where it was made'
                  : project.startsWith(REGISTRY_PREFIX)
                    ? `registry ${project.slice(REGISTRY_PREFIX.length)}`
                    : 'portfolio'}
                {aliases.map((alias) => (
                  <Badge key={alias} tone="accent">
                    {shownText(alias)}
                  </Badge>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
