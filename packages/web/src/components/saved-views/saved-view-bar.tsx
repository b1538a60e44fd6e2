import type { SavedViewDetail } from '@runloom/model';
import { ChevronDown, History, Save, Trash2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useShortcuts } from '../../app/shortcuts/provider.tsx';
import { Button } from '../button.tsx';
import { Menu, MenuItem } from '../menu.tsx';
import { shownText } from '../shown-text.ts';
import styles from './view-bar.module.css';

const SaveAsDialog = lazy(async () => ({
  default: (await import('./name-dialogs.tsx')).SaveAsDialog,
}));
const RenameDialog = lazy(async () => ({
  default: (await import('./name-dialogs.tsx')).RenameDialog,
}));

/** What can be done with a view, whatever it is of. */
export interface ViewActions {
  readonly save: () => Promise<void>;
  readonly saveAs: (name: string) => Promise<void>;
  readonly rename: (name: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Which view is on screen, the others, and everything that can be done with it. */
export function SavedViewBar({
  name,
  saved,
  isChanged,
  canWrite,
  page,
  actions,
  others,
  more,
  last,
  versions,
}: {
  readonly name: string;
  /** The saved view on screen; null where it is none. */
  readonly saved: SavedViewDetail | null;
  /** What is on screen is not what the view holds. */
  readonly isChanged: boolean;
  readonly canWrite: boolean;
  /** What shortcuts are listed under. */
  readonly page: string;
  readonly actions: ViewActions;
  /** Items that lead to other views. */
  readonly others: ReactNode;
  /** Items behind that which saves. */
  readonly more?: ReactNode;
  /** Items at the end. */
  readonly last?: ReactNode;
  /** The dialog of a view's versions. */
  readonly versions: (view: SavedViewDetail, onClose: () => void) => ReactNode;
}) {
  const [dialog, setDialog] = useState<'save' | 'rename' | 'versions' | null>(null);
  const close = () => setDialog(null);
  const save = () => {
    if (!canWrite) return;
    if (saved === null) setDialog('save');
    else void actions.save();
  };
  useShortcuts(page, [{ keys: 'mod+s', label: 'Save the view', run: save, isAlways: true }]);
  return (
    <div className={styles.bar}>
      <Menu
        trigger={
          <Button kind="quiet" className={styles.name}>
            <bdi className={styles.label}>{shownText(name)}</bdi>
            {isChanged ? <span className={styles.dirty}>unsaved</span> : null}
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        {others}
        {canWrite ? (
          <MenuItem icon={<Save aria-hidden />} onSelect={() => setDialog('save')}>
            Save as a new view…
          </MenuItem>
        ) : null}
        {more}
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
              onSelect={() => void actions.remove()}
            >
              Delete the view
            </MenuItem>
          </>
        ) : null}
        {last}
      </Menu>
      {saved !== null && isChanged && canWrite ? (
        <Button size="small" kind="primary" onClick={save}>
          Save
        </Button>
      ) : null}
      <Suspense>
        {dialog === 'save' ? <SaveAsDialog onSave={actions.saveAs} onClose={close} /> : null}
        {dialog === 'rename' && saved !== null ? (
          <RenameDialog name={saved.name} onRename={actions.rename} onClose={close} />
        ) : null}
        {dialog === 'versions' && saved !== null ? versions(saved, close) : null}
      </Suspense>
    </div>
  );
}
