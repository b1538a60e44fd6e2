import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Tags, Unlink } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useLiveProject } from '../../../data/live.ts';
import { useRegistry } from '../../../data/registries.ts';
import { useLinkedVersion } from '../../../data/registry-changes.ts';
import { MetadataPanel } from '../../artifacts/version/metadata-tab.tsx';
import { VersionContext } from '../../artifacts/version/version-context.ts';
import { AliasChips, TagChip } from '../chips.tsx';
import { AliasDialog } from '../collection/alias-dialog.tsx';
import { UseCode } from '../collection/use-code.tsx';
import { UnlinkDialog } from '../collection/versions-panel.tsx';
import { Crumbs } from '../crumbs.tsx';
import styles from '../registry.module.css';
import { SourceLink } from '../source-link.tsx';
import { VersionParts } from './version-parts.tsx';

const TREE_HEIGHT = 560;

const route = getRouteApi('/orgs/$organization/registry/$registry/$collection/$version');

/** A version as it stands in a registry: what it is, where it comes from, what it holds. */
export function RegistryVersionPage() {
  const address = route.useParams();
  const { organization, registry: registryName, collection, version: asked } = address;
  const navigate = useNavigate();
  const registryQuery = useRegistry(address);
  const registry = registryQuery.data;
  useLiveProject(registry?.entity, registry?.project);
  const place =
    registry === undefined
      ? null
      : {
          organization,
          registry: registryName,
          entity: registry.entity,
          project: registry.project,
          collection,
        };
  const query = useLinkedVersion(place, asked);
  const [open, setOpen] = useState<'aliases' | 'unlink' | null>(null);
  const close = () => setOpen(null);
  useTitle(`${collection}:${asked}`, registryName);
  const found = query.data;
  if (registry === undefined || place === null || found === undefined) {
    const error = registryQuery.error ?? query.error;
    if (error === null) return <PagePending />;
    const retry = () => void (registry === undefined ? registryQuery : query).refetch();
    return <PageError error={error} onRetry={retry} />;
  }
  const shown = {
    address: { entity: place.entity, project: place.project, artifact: collection, version: asked },
    detail: found,
  };
  const [home] = found.memberships.filter(({ kind }) => kind === 'sequence');
  const others = found.memberships.filter(
    (each) =>
      each.kind === 'portfolio' &&
      !(each.project === registry.project && each.artifact === collection),
  );
  return (
    <div className={page.page} key={`${registry.project}/${collection}/${asked}`}>
      <div className={styles.head}>
        <div className={styles.names}>
          <Crumbs organization={organization} registry={registryName} collection={collection} />
          <div className={styles.title}>
            <h1>
              <Truncated text={`${collection}:${found.version}`} />
            </h1>
            <Badge>
              <Truncated text={found.type} />
            </Badge>
          </div>
          <AliasChips
            aliases={found.aliases}
            protectedAliases={registry.protectedAliases}
            most={Number.POSITIVE_INFINITY}
          />
        </div>
        {registry.canWrite ? (
          <div className={styles.actions}>
            <Button icon={<Tags aria-hidden />} onClick={() => setOpen('aliases')}>
              Aliases
            </Button>
            <Button icon={<Unlink aria-hidden />} onClick={() => setOpen('unlink')}>
              Unlink
            </Button>
          </div>
        ) : null}
      </div>
      <VersionContext value={shown}>
        <VersionParts
          overview={
            <div className={styles.columns}>
              <div className={styles.stack}>
                {found.description === '' ? null : (
                  <Panel title="Description">
                    <Markdown text={found.description} />
                  </Panel>
                )}
                <MetadataPanel maxHeight={TREE_HEIGHT} />
              </div>
              <div className={styles.stack}>
                <Panel title="Facts">
                  <DefinitionList
                    entries={[
                      {
                        term: 'Logged as',
                        value: (
                          <SourceLink
                            type={found.type}
                            source={
                              home
                                ? {
                                    entity: home.entity,
                                    project: home.project,
                                    artifact: home.artifact,
                                    version: home.version,
                                  }
                                : null
                            }
                          />
                        ),
                      },
                      { term: 'Made by', value: <MadeBy made={found.madeBy} user={found.user} /> },
                      { term: 'Created', value: <TimeAgo at={found.createdAt} /> },
                      { term: 'Size', value: formatBytes(found.sizeBytes) },
                      { term: 'Files', value: formatCount(found.fileCount) },
                      { term: 'Digest', value: <code>{found.digest}</code> },
                      ...(found.tags.length === 0
                        ? []
                        : [
                            {
                              term: 'Tags',
                              value: (
                                <span className={`${styles.chips} ${styles.wrapped}`}>
                                  {found.tags.map((tag) => (
                                    <TagChip key={tag} tag={tag} />
                                  ))}
                                </span>
                              ),
                            },
                          ]),
                      {
                        term: 'Used by',
                        value:
                          found.usedBy.length === 0 ? (
                            <span className={styles.faint}>no run that you may see</span>
                          ) : (
                            <RunLinks runs={found.usedBy} />
                          ),
                      },
                      ...(others.length === 0
                        ? []
                        : [
                            {
                              term: 'Also linked in',
                              value: others
                                .map((each) => `${each.project}/${each.artifact}:${each.version}`)
                                .join(', '),
                            },
                          ]),
                    ]}
                  />
                </Panel>
                <UseCode
                  path={`${registry.project}/${collection}`}
                  aliases={[found.aliases.find((alias) => alias !== 'latest') ?? found.version]}
                />
              </div>
            </div>
          }
        />
      </VersionContext>
      {open === 'aliases' ? (
        <AliasDialog
          registry={registry}
          place={place}
          version={found.version}
          aliases={found.aliases}
          onClose={close}
        />
      ) : null}
      <UnlinkDialog
        place={place}
        version={open === 'unlink' ? found.version : null}
        aliases={found.aliases}
        onClose={close}
        leave={() =>
          navigate({
            to: '/orgs/$organization/registry/$registry/$collection',
            params: { organization, registry: registryName, collection },
          })
        }
      />
    </div>
  );
}

interface RunAddress {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
  readonly displayName: string;
}

function MadeBy({
  made,
  user,
}: {
  readonly made: RunAddress | null;
  readonly user: string | null;
}) {
  if (made !== null) return <RunLinks runs={[made]} />;
  return user === null ? (
    <span className={styles.faint}>nobody that you may see</span>
  ) : (
    <bdi>{user}</bdi>
  );
}

const MOST_RUNS = 10;

function RunLinks({ runs }: { readonly runs: readonly RunAddress[] }) {
  return (
    <span className={styles.stack}>
      {runs.slice(0, MOST_RUNS).map(({ entity, project, run, displayName }) => (
        <Link
          key={`${entity}/${project}/${run}`}
          to="/$entity/$project/runs/$run"
          params={{ entity, project, run }}
          className={styles.link}
        >
          <Truncated text={displayName || run} />
        </Link>
      ))}
      {runs.length > MOST_RUNS ? (
        <span className={styles.faint}>and {formatCount(runs.length - MOST_RUNS)} more</span>
      ) : null}
    </span>
  );
}
