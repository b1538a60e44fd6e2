import type { RegistryVersionList, RegistryView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Ellipsis, Tags, Unlink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useRegistryVersions } from '../../../data/registries.ts';
import { type LinkedCollection, useCollectionChanges } from '../../../data/registry-changes.ts';
import { AliasChips } from '../chips.tsx';
import styles from '../registry.module.css';
import { SourceLink } from '../source-link.tsx';
import { AliasDialog } from './alias-dialog.tsx';

type Version = RegistryVersionList['versions'][number];

/** Versions that are linked into a collection, newest first. */
export function VersionsPanel({
  registry,
  place,
}: {
  readonly registry: RegistryView;
  readonly place: LinkedCollection;
}) {
  const query = useRegistryVersions(place);
  const [edited, setEdited] = useState<Version | null>(null);
  const [unlinked, setUnlinked] = useState<Version | null>(null);
  const versions = query.data?.pages.flatMap((each) => each.versions) ?? [];
  const total = query.data?.pages[0]?.totalCount ?? 0;
  const { canWrite, protectedAliases } = registry;
  return (
    <Panel title="Versions" count={formatCount(total)} isFlush>
      {query.isPending ? <Skeleton lines={4} /> : null}
      {query.isError && versions.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && total === 0 ? (
        <p className={styles.note}>
          Nothing is linked any more. The collection stays for what comes next.
        </p>
      ) : null}
      {versions.length > 0 ? (
        <Table label="Versions">
          <thead>
            <tr>
              <HeadCell width="72px">Version</HeadCell>
              <HeadCell width="38%">Aliases</HeadCell>
              <HeadCell>From</HeadCell>
              <HeadCell width="80px" align="end">
                Size
              </HeadCell>
              <HeadCell width="150px">Linked</HeadCell>
              <HeadCell width="48px">
                <span className="visually-hidden">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <Row key={version.version}>
                <Cell>
                  <Link
                    to="/orgs/$organization/registry/$registry/$collection/$version"
                    params={{ ...place, version: version.version }}
                    className={styles.link}
                  >
                    {version.version}
                  </Link>
                </Cell>
                <Cell>
                  <AliasChips aliases={version.aliases} protectedAliases={protectedAliases} />
                </Cell>
                <Cell>
                  <SourceLink source={version.source} />
                </Cell>
                <Cell align="end" isMuted>
                  {formatBytes(version.sizeBytes)}
                </Cell>
                <Cell isMuted>
                  <Linked version={version} />
                </Cell>
                <Cell align="end">
                  {canWrite ? (
                    <Menu
                      align="end"
                      trigger={
                        <IconButton
                          size="small"
                          label={`Menu of ${version.version}`}
                          icon={<Ellipsis aria-hidden />}
                        />
                      }
                    >
                      <MenuItem icon={<Tags aria-hidden />} onSelect={() => setEdited(version)}>
                        Aliases…
                      </MenuItem>
                      <MenuItem
                        icon={<Unlink aria-hidden />}
                        isDangerous
                        onSelect={() => setUnlinked(version)}
                      >
                        Unlink…
                      </MenuItem>
                    </Menu>
                  ) : null}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      ) : null}
      {query.hasNextPage ? (
        <Button
          kind="quiet"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show older versions
        </Button>
      ) : null}
      {edited === null ? null : (
        <AliasDialog
          registry={registry}
          place={place}
          version={edited.version}
          aliases={edited.aliases}
          onClose={() => setEdited(null)}
        />
      )}
      <UnlinkDialog
        place={place}
        version={unlinked?.version ?? null}
        aliases={unlinked?.aliases ?? []}
        onClose={() => setUnlinked(null)}
      />
    </Panel>
  );
}

function Linked({ version: { linkedBy, linkedAt } }: { readonly version: Version }) {
  return (
    <span className={styles.chips}>
      <TimeAgo at={linkedAt} />
      {linkedBy === null ? null : <Truncated text={`by ${linkedBy}`} />}
    </span>
  );
}

/** Takes a version out of a collection. */
export function UnlinkDialog({
  place,
  version,
  aliases,
  onClose,
  leave,
}: {
  readonly place: LinkedCollection;
  /** Null: closed. */
  readonly version: string | null;
  readonly aliases: readonly string[];
  readonly onClose: () => void;
  /** From a page that shows nothing but the link. */
  readonly leave?: () => Promise<void>;
}) {
  const { unlink } = useCollectionChanges(place, leave);
  const toasts = useToasts();
  const names = aliases.filter((alias) => alias !== 'latest');
  const confirm = () => {
    if (version === null) return;
    unlink.mutate(version, {
      onSuccess: () => {
        toasts.success(`${version} is unlinked`);
        onClose();
      },
      onError: (error) => toasts.failure('The version was not unlinked', error),
    });
  };
  return (
    <ConfirmDialog
      isOpen={version !== null}
      title={`Unlink ${version ?? ''} from ${place.collection}?`}
      confirm="Unlink"
      keep="Keep it linked"
      isBusy={unlink.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        The version stays in the project where it was logged.
        {names.length === 0
          ? ''
          : ` Scripts that ask for ${names.join(', ')} find nothing until another version gets it.`}
      </p>
    </ConfirmDialog>
  );
}
