import {
  ArrowDown,
  ArrowDownAZ,
  ArrowUp,
  Ellipsis,
  FileText,
  Pencil,
  Plus,
  SlidersHorizontal,
  Trash2,
} from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { useBoard } from '../board-context.ts';
import { newSectionId } from '../reducers/panels.ts';
import type { Section } from '../sections.ts';
import { moved, useSectionOrder } from './section-order.ts';

const LayoutDialog = lazy(async () => ({
  default: (await import('./layout-dialog.tsx')).LayoutDialog,
}));

/** Everything that can be done with a section. */
export function SectionMenu({
  section,
  onRename,
}: {
  readonly section: Section;
  readonly onRename: () => void;
}) {
  const { dispatch, addToReport } = useBoard();
  const { order, reorder } = useSectionOrder();
  const [isSizing, setSizing] = useState(false);
  const add = (offset: 0 | 1) => {
    const id = newSectionId();
    dispatch({
      kind: 'section/add',
      section: id,
      title: 'New section',
      order: order.toSpliced(order.indexOf(section.id) + offset, 0, id),
    });
  };
  const at = order.indexOf(section.id);
  return (
    <>
      <Menu
        trigger={
          <IconButton
            size="small"
            label={`Menu of the section ${section.title}`}
            icon={<Ellipsis aria-hidden />}
          />
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={onRename}>
          Rename
        </MenuItem>
        <MenuItem
          icon={<ArrowDownAZ aria-hidden />}
          onSelect={() => dispatch({ kind: 'section/sort', section: section.id })}
        >
          Sort panels A to Z
        </MenuItem>
        <MenuItem icon={<SlidersHorizontal aria-hidden />} onSelect={() => setSizing(true)}>
          Layout…
        </MenuItem>
        {addToReport && section.panels.length > 0 ? (
          <MenuItem icon={<FileText aria-hidden />} onSelect={() => addToReport(section.panels)}>
            Add its panels to a report…
          </MenuItem>
        ) : null}
        <MenuItem
          icon={<ArrowUp aria-hidden />}
          isDisabled={at <= 0}
          onSelect={() => reorder(moved(order, section.id, -1))}
        >
          Move up
        </MenuItem>
        <MenuItem
          icon={<ArrowDown aria-hidden />}
          isDisabled={at === order.length - 1}
          onSelect={() => reorder(moved(order, section.id, 1))}
        >
          Move down
        </MenuItem>
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => add(0)}>
          Add a section above
        </MenuItem>
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => add(1)}>
          Add a section below
        </MenuItem>
        <MenuItem
          icon={<Trash2 aria-hidden />}
          isDangerous
          onSelect={() => dispatch({ kind: 'section/remove', section: section.id })}
        >
          Delete the section
        </MenuItem>
      </Menu>
      {isSizing ? (
        <Suspense>
          <LayoutDialog section={section} onClose={() => setSizing(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
