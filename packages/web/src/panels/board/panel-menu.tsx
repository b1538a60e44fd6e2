import { Copy, FileText, FolderInput, Link, Pencil, SlidersHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { MenuItem } from '../../components/menu.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TextField } from '../../components/text-field.tsx';
import { useCopy } from '../../components/use-copy.ts';
import type { PanelSpec } from '../panel-type.ts';
import { INITIAL_STATE } from '../view/address-state.ts';
import { useBoard } from './board-context.ts';
import styles from './panel-menu.module.css';
import { newPanelId } from './reducers/panels.ts';

/** What every panel's menu ends with. */
export function PanelMenuItems({
  spec,
  onRename,
  onMove,
}: {
  readonly spec: PanelSpec;
  readonly onRename: () => void;
  readonly onMove: () => void;
}) {
  const { sections, dispatch, edit, canEdit, addToReport } = useBoard();
  const copy = useCopy();
  const section = sections.find(({ panels }) => panels.some(({ id }) => id === spec.id));
  const duplicate = () => {
    if (section === undefined) return;
    const id = newPanelId();
    const ids = section.panels.map((panel) => panel.id);
    const order = ids.toSpliced(ids.indexOf(spec.id) + 1, 0, id);
    dispatch({ kind: 'panel/duplicate', panel: spec, id, section: section.id, order });
  };
  const copyLink = () => {
    const address = new URL(window.location.href);
    const { searchParams } = address;
    searchParams.set('panel', spec.id);
    // Without a word of the state, others would look for the panel in what they have themselves.
    const isSaid = ['s', 'view', 'nw'].some((name) => searchParams.has(name));
    if (!isSaid) searchParams.set('s', INITIAL_STATE);
    copy(address.href, 'The link is copied', 'The link could not be copied');
  };
  return (
    <>
      {canEdit(spec.type) ? (
        <MenuItem icon={<SlidersHorizontal aria-hidden />} onSelect={() => edit(spec.id)}>
          Settings…
        </MenuItem>
      ) : null}
      <MenuItem icon={<Pencil aria-hidden />} onSelect={onRename}>
        Rename…
      </MenuItem>
      <MenuItem icon={<Copy aria-hidden />} onSelect={duplicate}>
        Duplicate
      </MenuItem>
      <MenuItem icon={<FolderInput aria-hidden />} onSelect={onMove}>
        Move…
      </MenuItem>
      {addToReport ? (
        <MenuItem icon={<FileText aria-hidden />} onSelect={() => addToReport([spec])}>
          Add to a report…
        </MenuItem>
      ) : null}
      <MenuItem icon={<Link aria-hidden />} onSelect={copyLink}>
        Copy a link to the panel
      </MenuItem>
      <MenuItem
        icon={<Trash2 aria-hidden />}
        isDangerous
        onSelect={() => dispatch({ kind: 'panel/remove', panel: spec.id })}
      >
        Remove
      </MenuItem>
    </>
  );
}

interface DialogProps {
  readonly spec: PanelSpec;
  readonly onClose: () => void;
}

export function RenamePanelDialog({ spec, onClose }: DialogProps) {
  const { dispatch } = useBoard();
  const [title, setTitle] = useState(spec.title);
  return (
    <Dialog isOpen width="small" title="Rename the panel" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          dispatch({ kind: 'panel/title', panel: spec.id, title });
          onClose();
        }}
      >
        <TextField
          label="Title"
          hint="Empty: its name by itself"
          value={title}
          maxLength={500}
          onChange={(event) => setTitle(event.target.value)}
        />
        <div className={styles.actions}>
          <Button type="submit" kind="primary">
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** To another section, or to another place in its own: what dragging does, by keyboard. */
export function MovePanelDialog({ spec, onClose }: DialogProps) {
  const { sections, dispatch } = useBoard();
  const own = sections.find(({ panels }) => panels.some(({ id }) => id === spec.id));
  const [target, setTarget] = useState(own?.id ?? '');
  const [place, setPlace] = useState('0');
  const section = sections.find(({ id }) => id === target);
  const others = section?.panels.filter(({ id }) => id !== spec.id) ?? [];
  return (
    <Dialog
      isOpen
      width="small"
      title={
        <>
          Move <bdi>{shownText(spec.title)}</bdi>
        </>
      }
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const order = others.map(({ id }) => id).toSpliced(Number(place), 0, spec.id);
          dispatch({ kind: 'panel/move', panel: spec.id, section: target, order });
          onClose();
        }}
      >
        <label className={styles.field}>
          Section
          <select
            value={target}
            onChange={(event) => {
              setTarget(event.target.value);
              setPlace('0');
            }}
          >
            {sections.map(({ id, title }) => (
              <option key={id} value={id}>
                {shownText(title)}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          Place
          <select value={place} onChange={(event) => setPlace(event.target.value)}>
            <option value="0">First</option>
            {others.map(({ id, title }, index) => (
              <option key={id} value={index + 1}>
                After {title}
              </option>
            ))}
          </select>
        </label>
        <div className={styles.actions}>
          <Button type="submit" kind="primary">
            Move
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
