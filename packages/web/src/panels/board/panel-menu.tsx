import {
  Copy,
  FileText,
  FolderInput,
  Link,
  Pencil,
  Share2,
  SlidersHorizontal,
  Trash2,
} from 'lucide-react';
import { MenuItem } from '../../components/menu.tsx';
import { useCopy } from '../../components/use-copy.ts';
import type { PanelSpec } from '../panel-type.ts';
import { INITIAL_STATE } from '../view/address-state.ts';
import { useBoard } from './board-context.ts';
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
  const { sections, dispatch, edit, canEdit, addToReport, sharePanel } = useBoard();
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
      {sharePanel ? (
        <MenuItem icon={<Share2 aria-hidden />} onSelect={() => sharePanel(spec)}>
          Share or embed…
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
