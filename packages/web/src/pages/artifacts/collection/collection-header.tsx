import type { ArtifactCollectionDetail } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, FolderInput, Pencil, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import page from '../../../app/shell/page.module.css';
import { Badge } from '../../../components/badge.tsx';
import { formatBytes, formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TagEditor } from '../../../components/tag-editor.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import {
  type ArtifactAddress,
  useChangeCollection,
  useRefreshArtifacts,
  useRemoveCollection,
} from '../../../data/artifacts.ts';
import { RemoveDialog } from '../removal/remove-dialog.tsx';
import styles from './collection.module.css';
import { NameDialog } from './name-dialog.tsx';

/** Name, type, facts and tags of a collection, and what can be done with it. */
export function CollectionHeader({
  address,
  collection,
}: {
  readonly address: ArtifactAddress;
  readonly collection: ArtifactCollectionDetail;
}) {
  const { entity, project } = address;
  const { name, type, kind, tags, versionCount, sizeBytes, user, createdAt, canWrite } = collection;
  const [asked, setAsked] = useState<'name' | 'type' | 'delete' | null>(null);
  const close = () => setAsked(null);
  const change = useChangeCollection(address);
  const remove = useRemoveCollection(address);
  const refresh = useRefreshArtifacts(address);
  const navigate = useNavigate();
  const toasts = useToasts();
  const isPortfolio = kind === 'portfolio';

  const rename = async (next: string) => {
    await change.mutateAsync({ name: next });
    await navigate({
      to: '/$entity/$project/artifacts/$type/$artifact',
      params: { entity, project, type, artifact: next },
      replace: true,
    });
    await refresh();
  };
  const move = async (next: string) => {
    await change.mutateAsync({ type: next });
    await navigate({
      to: '/$entity/$project/artifacts/$type/$artifact',
      params: { entity, project, type: next, artifact: name },
      replace: true,
    });
  };
  const confirmDelete = async () => {
    try {
      await remove.mutateAsync();
      toasts.success(
        `${name} is deleted`,
        isPortfolio ? 'The versions it linked to stay.' : 'It is gone for good in 7 days.',
      );
      await navigate({ to: '/$entity/$project/artifacts', params: { entity, project } });
      await refresh();
    } catch (error) {
      toasts.failure(`${name} was not deleted`, error);
    }
  };
  return (
    <header className={styles.header}>
      <div className={page.head}>
        <h1 className={page.title}>
          <Truncated text={name} />
        </h1>
        <Badge tone="accent">{shownText(type)}</Badge>
        {isPortfolio ? <Badge tone="info">links to versions</Badge> : null}
        <span className={page.spacer} />
        {canWrite ? (
          <Menu align="end" trigger={<IconButton label="More" icon={<Ellipsis aria-hidden />} />}>
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setAsked('name')}>
              Rename…
            </MenuItem>
            <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => setAsked('type')}>
              Move to another type…
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsked('delete')}>
              Delete…
            </MenuItem>
          </Menu>
        ) : null}
      </div>
      <div className={styles.facts}>
        <span>{formatPlural(versionCount, 'version')}</span>
        <span>{formatBytes(sizeBytes)}</span>
        {user === null ? null : <span>made by {shownText(user)}</span>}
        <span>
          <TimeAgo at={createdAt} />
        </span>
        <span className={styles.tags}>
          <Tag aria-hidden className={styles.icon} />
          <TagEditor
            tags={tags}
            canEdit={canWrite}
            onSave={(next) =>
              change.mutate(
                { tags: [...next] },
                { onError: (error) => toasts.failure('The tags were not saved', error) },
              )
            }
          />
        </span>
      </div>
      <NameDialog
        key={`name ${asked === 'name'}`}
        isOpen={asked === 'name'}
        onClose={close}
        title="Rename this artifact"
        label="Name"
        hint="Scripts that ask for it by the old name will not find it any more."
        value={name}
        confirm="Rename"
        onSave={rename}
      />
      <NameDialog
        key={`type ${asked === 'type'}`}
        isOpen={asked === 'type'}
        onClose={close}
        title="Move to another type"
        label="Type"
        hint="A type that does not exist is made. Scripts must log later versions with the new type."
        value={type}
        confirm="Move"
        onSave={move}
      />
      <RemoveDialog
        address={address}
        versions={null}
        isPortfolio={isPortfolio}
        isOpen={asked === 'delete'}
        isBusy={remove.isPending}
        onClose={close}
        onConfirm={() => void confirmDelete()}
      />
    </header>
  );
}
