import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Boxes, Ellipsis, Link2, Tag, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Badge } from '../../../components/badge.tsx';
import { formatBytes, formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TagEditor } from '../../../components/tag-editor.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useCopy } from '../../../components/use-copy.ts';
import {
  useChangeAlias,
  useChangeVersion,
  useRefreshArtifacts,
  useRemoveVersions,
} from '../../../data/artifacts.ts';
import { RemoveDialog } from '../removal/remove-dialog.tsx';
import styles from './version.module.css';
import { useShownVersion } from './version-context.ts';
import { VersionTabs } from './version-tabs.tsx';

const LinkDialog = lazy(async () => ({
  default: (await import('../../registry/link/link-dialog.tsx')).LinkDialog,
}));

/** Name, aliases, tags and tabs of a version. */
export function VersionHeader() {
  const { address, detail } = useShownVersion();
  const { entity, project, artifact } = address;
  const { version, type, sizeBytes, fileCount, createdAt, user, canWrite } = detail;
  // Aliases move while the page may be open under one of them: changes go to the number.
  const exact = { ...address, version };
  const change = useChangeVersion(exact);
  const alias = useChangeAlias(exact);
  const remove = useRemoveVersions(address);
  const refresh = useRefreshArtifacts(address);
  const navigate = useNavigate();
  const toasts = useToasts();
  const [isAsked, setAsked] = useState(false);
  const [isLinking, setLinking] = useState(false);
  const kind = detail.memberships.find(
    (each) => each.artifact === artifact && each.project === project && each.entity === entity,
  )?.kind;
  const path = `${entity}/${project}/${artifact}:${version}`;

  const saveAliases = async (next: readonly string[]) => {
    try {
      for (const one of next.filter((name) => !detail.aliases.includes(name))) {
        await alias.mutateAsync({ alias: one, method: 'PUT' });
      }
      for (const one of detail.aliases.filter((name) => !next.includes(name))) {
        await alias.mutateAsync({ alias: one, method: 'DELETE' });
      }
    } catch (error) {
      toasts.failure('The aliases were not saved', error);
    }
  };
  const confirmDelete = async () => {
    try {
      await remove.mutateAsync([version]);
      toasts.success(
        kind === 'portfolio' ? `${version} is taken out` : `${version} is in the trash`,
        kind === 'portfolio' ? undefined : 'To be taken back for 7 days.',
      );
      await navigate({
        to: '/$entity/$project/artifacts/$type/$artifact',
        params: { entity, project, type, artifact },
      });
      await refresh();
    } catch (error) {
      toasts.failure(`${version} was not deleted`, error);
    }
  };
  const copyText = useCopy();
  const copy = (text: string, what: string) =>
    copyText(text, `${what} copied`, `${what} was not copied`);
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <h1 className={styles.name}>
          <Truncated text={artifact} />
          <span className={styles.number}>:{version}</span>
        </h1>
        <Badge tone="accent">{shownText(type)}</Badge>
        <span className={styles.spacer} />
        <Menu
          align="end"
          trigger={<IconButton label="More" size="small" icon={<Ellipsis aria-hidden />} />}
        >
          <MenuItem icon={<Link2 aria-hidden />} onSelect={() => copy(location.href, 'Link')}>
            Copy link
          </MenuItem>
          <MenuItem onSelect={() => copy(path, 'Full name')}>Copy full name</MenuItem>
          <MenuItem onSelect={() => copy(detail.digest, 'Digest')}>Copy digest</MenuItem>
          <MenuItem icon={<Boxes aria-hidden />} onSelect={() => setLinking(true)}>
            Link to a registry…
          </MenuItem>
          {canWrite ? (
            <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsked(true)}>
              {kind === 'portfolio' ? 'Take out…' : 'Delete…'}
            </MenuItem>
          ) : null}
        </Menu>
      </div>
      <div className={styles.facts}>
        <span>{formatBytes(sizeBytes)}</span>
        <span>{formatPlural(fileCount, 'file')}</span>
        {user === null ? null : <span>{shownText(user)}</span>}
        <span>
          <TimeAgo at={createdAt} />
        </span>
        <div className={styles.labels}>
          <Bookmark aria-hidden className={styles.labelIcon} />
          <TagEditor
            noun="alias"
            plural="aliases"
            fixed="latest"
            tags={detail.aliases}
            canEdit={canWrite}
            onSave={(next) => void saveAliases(next)}
          />
        </div>
        <div className={styles.labels}>
          <Tag aria-hidden className={styles.labelIcon} />
          <TagEditor
            tags={detail.tags}
            canEdit={canWrite}
            onSave={(tags) =>
              change.mutate(
                { tags: [...tags] },
                { onError: (error) => toasts.failure('The tags were not saved', error) },
              )
            }
          />
        </div>
      </div>
      <VersionTabs />
      {isLinking ? (
        <Suspense>
          <LinkDialog
            registry={null}
            source={{ ...exact, type }}
            onClose={() => setLinking(false)}
          />
        </Suspense>
      ) : null}
      <RemoveDialog
        address={address}
        versions={[version]}
        isPortfolio={kind === 'portfolio'}
        isOpen={isAsked}
        isBusy={remove.isPending}
        onClose={() => setAsked(false)}
        onConfirm={() => void confirmDelete()}
      />
    </header>
  );
}
