import { describeTracesChanges, parseTracesView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { ChevronDown, History, Save, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { Button } from '../../../components/button.tsx';
import { Menu, MenuHeading, MenuItem, MenuLink } from '../../../components/menu.tsx';
import styles from '../../../components/saved-views/view-bar.module.css';
import { shownText } from '../../../components/shown-text.ts';
import { useSavedViews } from '../../../data/views.ts';
import { useWeaveViews } from '../../../data/weave-views.ts';
import type { ListState } from './list-state.ts';
import type { ListView } from './use-list-view.ts';
import type { ListViewSaving } from './use-view-saving.ts';

const SaveAsDialog = lazy(async () => ({
  default: (await import('../../../components/saved-views/name-dialogs.tsx')).SaveAsDialog,
}));
const RenameDialog = lazy(async () => ({
  default: (await import('../../../components/saved-views/name-dialogs.tsx')).RenameDialog,
}));
const VersionsDialog = lazy(async () => ({
  default: (await import('../../../components/saved-views/versions-dialog.tsx'))
    .VersionsDialog<ListState>,
}));

/** Which view of the traces is on screen, and everything that can be done with it. */
export function ViewMenu({
  entity,
  project,
  view,
  saving,
  isChanged,
  canWrite,
  onRestore,
}: {
  readonly entity: string;
  readonly project: string;
  readonly view: ListView;
  readonly saving: ListViewSaving;
  /** What is on screen is not what the view holds. */
  readonly isChanged: boolean;
  readonly canWrite: boolean;
  readonly onRestore: (state: ListState) => void;
}) {
  const [dialog, setDialog] = useState<'save' | 'rename' | 'versions' | null>(null);
  const views = useSavedViews(entity, project, 'traces').data ?? [];
  const clients = useWeaveViews(entity, project).data ?? [];
  const { saved, client } = view;
  const save = () => {
    if (!canWrite) return;
    if (saved === null) setDialog('save');
    else void saving.save();
  };
  useShortcuts('Traces', [{ keys: 'mod+s', label: 'Save the view', run: save, isAlways: true }]);
  const close = () => setDialog(null);
  const list = { to: '/$entity/$project/weave', params: { entity, project } } as const;
  return (
    <div className={styles.bar}>
      <Menu
        trigger={
          <Button kind="quiet" className={styles.name}>
            <bdi className={styles.label}>
              {shownText(saved?.name ?? client?.label ?? 'Every trace')}
            </bdi>
            {isChanged && (saved ?? client) !== null ? (
              <span className={styles.dirty}>unsaved</span>
            ) : null}
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <MenuLink render={<Link {...list} search={{}} />}>Every trace</MenuLink>
        {views.map(({ id, name, user }) => (
          <MenuLink key={id} render={<Link {...list} search={{ view: String(id) }} />}>
            <bdi>{shownText(name)}</bdi> <span className={styles.user}>{user}</span>
          </MenuLink>
        ))}
        {clients.length === 0 ? null : <MenuHeading>Published by clients</MenuHeading>}
        {clients.map(({ name, label, user }) => (
          <MenuLink key={name} render={<Link {...list} search={{ view: name }} />}>
            <bdi>{shownText(label)}</bdi> <span className={styles.user}>{user}</span>
          </MenuLink>
        ))}
        {canWrite ? (
          <MenuItem icon={<Save aria-hidden />} onSelect={() => setDialog('save')}>
            Save as a new view…
          </MenuItem>
        ) : null}
        {saved === null ? null : (
          <MenuItem icon={<History aria-hidden />} onSelect={() => setDialog('versions')}>
            Versions…
          </MenuItem>
        )}
        {saved !== null && canWrite ? (
          <>
            <MenuItem onSelect={() => setDialog('rename')}>Rename the view…</MenuItem>
            <MenuItem
              icon={<Trash2 aria-hidden />}
              isDangerous
              onSelect={() => void saving.remove()}
            >
              Delete the view
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {saved !== null && isChanged && canWrite ? (
        <Button size="small" kind="primary" onClick={save}>
          Save
        </Button>
      ) : null}
      <Suspense>
        {dialog === 'save' ? <SaveAsDialog onSave={saving.saveAs} onClose={close} /> : null}
        {dialog === 'rename' && saved !== null ? (
          <RenameDialog name={saved.name} onRename={saving.rename} onClose={close} />
        ) : null}
        {dialog === 'versions' && saved !== null ? (
          <VersionsDialog
            view={saved}
            parse={parseTracesView}
            describe={describeTracesChanges}
            onRestore={onRestore}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
