import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Link2, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button, buttonClass } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { InlineEdit } from '../../../components/inline-edit.tsx';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { NameListField } from '../../../components/name-list-field.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useLiveProject } from '../../../data/live.ts';
import { useRegistry } from '../../../data/registries.ts';
import {
  type LinkedCollection,
  useCollectionChanges,
  useLinkedCollection,
} from '../../../data/registry-changes.ts';
import { TagChip } from '../chips.tsx';
import { Crumbs } from '../crumbs.tsx';
import { LinkDialog } from '../link/link-dialog.tsx';
import styles from '../registry.module.css';
import { AliasHistoryPanel } from './alias-history.tsx';
import { UseCode } from './use-code.tsx';
import { VersionsPanel } from './versions-panel.tsx';

const route = getRouteApi('/orgs/$organization/registry/$registry/$collection');

/** A collection of a registry: its versions with their aliases, what it is, who moved what. */
export function RegistryCollectionPage() {
  const address = route.useParams();
  const { organization, registry: registryName, collection: name } = address;
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
          collection: name,
        };
  const query = useLinkedCollection(place);
  useTitle(name, `${registryName} of ${organization}`);
  const collection = query.data;
  if (registry === undefined || place === null || collection === undefined) {
    const error = registryQuery.error ?? query.error;
    if (error === null) return <PagePending />;
    const retry = () => void (registry === undefined ? registryQuery : query).refetch();
    return <PageError error={error} onRetry={retry} />;
  }
  const { canWrite } = registry;
  return (
    <div className={page.page} key={`${registry.project}/${name}`}>
      <Head
        place={place}
        type={collection.type}
        versionCount={collection.versionCount}
        canWrite={canWrite}
        registry={registry}
      />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Description place={place} text={collection.description} canWrite={canWrite} />
          <VersionsPanel registry={registry} place={place} />
          <AliasHistoryPanel address={address} protectedAliases={registry.protectedAliases} />
        </div>
        <div className={styles.stack}>
          <Tags place={place} tags={collection.tags} canWrite={canWrite} />
          <UseCode path={`${registry.project}/${name}`} aliases={collection.aliases} />
        </div>
      </div>
    </div>
  );
}

function Head({
  place,
  type,
  versionCount,
  canWrite,
  registry,
}: {
  readonly place: LinkedCollection;
  readonly type: string;
  readonly versionCount: number;
  readonly canWrite: boolean;
  readonly registry: NonNullable<ReturnType<typeof useRegistry>['data']>;
}) {
  const { organization, collection: name } = place;
  const toasts = useToasts();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'link' | 'delete' | null>(null);
  const to = { organization, registry: registry.name };
  const { change, remove } = useCollectionChanges(place, (next) =>
    next === undefined
      ? navigate({ to: '/orgs/$organization/registry/$registry', params: to })
      : navigate({
          to: '/orgs/$organization/registry/$registry/$collection',
          params: { ...to, collection: next },
          replace: true,
        }),
  );
  const rename = (next: string) =>
    change.mutate(
      { name: next },
      {
        onError: (error) => toasts.failure('The collection was not renamed', error),
      },
    );
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => toasts.success('Collection deleted'),
      onError: (error) => toasts.failure('The collection was not deleted', error),
    });
  return (
    <div className={styles.head}>
      <div className={styles.names}>
        <Crumbs organization={organization} registry={registry.name} />
        <div className={styles.title}>
          <h1>
            <InlineEdit
              label="Name"
              value={name}
              maxLength={128}
              isRequired
              canEdit={canWrite}
              onSave={rename}
            >
              <Truncated text={name} />
            </InlineEdit>
          </h1>
          <Badge>
            <Truncated text={type} />
          </Badge>
          <span className={styles.count}>{formatPlural(versionCount, 'version')}</span>
        </div>
      </div>
      <div className={styles.actions}>
        <Link
          to="/$entity/$project/automations"
          params={{ entity: registry.entity, project: registry.project }}
          search={{ new: 'LINK_MODEL', collection: name }}
          className={buttonClass('secondary')}
        >
          <Zap aria-hidden />
          Automate
        </Link>
        {canWrite ? (
          <>
            <Button kind="primary" icon={<Link2 aria-hidden />} onClick={() => setOpen('link')}>
              Link a version
            </Button>
            <IconButton
              label="Delete the collection"
              icon={<Trash2 aria-hidden />}
              onClick={() => setOpen('delete')}
            />
          </>
        ) : null}
      </div>
      {open === 'link' ? (
        <LinkDialog
          registry={registry}
          source={null}
          collection={name}
          onClose={() => setOpen(null)}
        />
      ) : null}
      <ConfirmDialog
        isOpen={open === 'delete'}
        title={`Delete the collection ${name}?`}
        confirm="Delete collection"
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={() => setOpen(null)}
      >
        <p>
          Its {formatPlural(versionCount, 'link')} and aliases go; the versions stay in the projects
          where they were logged. Scripts that use {name} fail.
        </p>
      </ConfirmDialog>
    </div>
  );
}

function Description({
  place,
  text,
  canWrite,
}: {
  readonly place: LinkedCollection;
  readonly text: string;
  readonly canWrite: boolean;
}) {
  const { change } = useCollectionChanges(place);
  const toasts = useToasts();
  if (text === '' && !canWrite) return null;
  return (
    <Panel title="Description">
      <InlineEdit
        label="Description"
        isLong
        value={text}
        maxLength={100_000}
        placeholder="What it is for, how it is tested, whom to ask. Markdown."
        canEdit={canWrite}
        onSave={(description) =>
          change.mutate(
            { description },
            { onError: (error) => toasts.failure('The description was not saved', error) },
          )
        }
      >
        {text === '' ? (
          <span className={styles.faint}>Add a description</span>
        ) : (
          <Markdown text={text} />
        )}
      </InlineEdit>
    </Panel>
  );
}

function Tags({
  place,
  tags,
  canWrite,
}: {
  readonly place: LinkedCollection;
  readonly tags: readonly string[];
  readonly canWrite: boolean;
}) {
  const { change } = useCollectionChanges(place);
  const toasts = useToasts();
  return (
    <Panel title="Tags">
      {canWrite ? (
        <NameListField
          label="Tags of the collection"
          names={tags}
          placeholder="Add a tag"
          onChange={(next) =>
            change.mutate(
              { tags: [...next] },
              { onError: (error) => toasts.failure('The tags were not saved', error) },
            )
          }
        />
      ) : tags.length === 0 ? (
        <p className={styles.faint}>No tags</p>
      ) : (
        <span className={`${styles.chips} ${styles.wrapped}`}>
          {tags.map((tag) => (
            <TagChip key={tag} tag={tag} />
          ))}
        </span>
      )}
    </Panel>
  );
}
