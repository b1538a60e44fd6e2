import { ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, lazy, Suspense, useState } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { formatCount } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { takeFocus } from '../../../components/take-focus.ts';
import { Truncated } from '../../../components/truncated.tsx';
import { useBoard } from '../board-context.ts';
import type { Section } from '../sections.ts';
import styles from './section-heading.module.css';
import { SectionMenu } from './section-menu.tsx';
import { moved, useSectionOrder } from './section-order.ts';

const AddPanelDialog = lazy(async () => ({
  default: (await import('../add-panel/add-panel-dialog.tsx')).AddPanelDialog,
}));

/** The line above the panels of a section: opens and closes it, and holds what can be done with it. */
export function SectionHeading({
  section,
  pageCount,
  isOpen,
  canToggle,
}: {
  readonly section: Section;
  readonly pageCount: number;
  readonly isOpen: boolean;
  readonly canToggle: boolean;
}) {
  const { dispatch, view, drag } = useBoard();
  const { order, reorder } = useSectionOrder();
  const [isRenaming, setRenaming] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [isTarget, setTarget] = useState(false);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    reorder(moved(order, section.id, event.key === 'ArrowUp' ? -1 : 1));
  };
  const onDragOver = (event: DragEvent) => {
    if (drag.panel() === null && drag.section() === null) return;
    event.preventDefault();
    setTarget(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setTarget(false);
    const panel = drag.panel();
    if (panel !== null) {
      const others = section.panels.map(({ id }) => id).filter((id) => id !== panel);
      dispatch({ kind: 'panel/move', panel, section: section.id, order: [panel, ...others] });
      return;
    }
    const other = drag.section();
    if (other === null || other === section.id) return;
    const rest = order.filter((id) => id !== other);
    reorder(rest.toSpliced(rest.indexOf(section.id), 0, other));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging; Alt and arrows do the same by keyboard
    <div
      className={classNames(styles.heading, isTarget && styles.target)}
      draggable={!isRenaming}
      onDragStart={(event) => drag.start(event, { kind: 'section', id: section.id })}
      onDragEnd={drag.end}
      onDragOver={onDragOver}
      onDragLeave={() => setTarget(false)}
      onDrop={onDrop}
    >
      {isRenaming ? (
        <RenameField section={section} onDone={() => setRenaming(false)} />
      ) : (
        <h2 className={styles.name}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            disabled={!canToggle}
            onKeyDown={onKeyDown}
            onClick={() =>
              dispatch({ kind: 'section/open', section: section.id, isOpen: !section.isOpen })
            }
          >
            <ChevronRight aria-hidden className={styles.chevron} />
            <Truncated text={section.title} className={styles.title} />
            <span className={styles.count}>{formatCount(section.panels.length)}</span>
          </button>
        </h2>
      )}
      <span className={styles.actions}>
        <IconButton
          size="small"
          label={`Add a panel to ${section.title}`}
          icon={<Plus aria-hidden />}
          onClick={() => setAdding(true)}
        />
        <SectionMenu section={section} onRename={() => setRenaming(true)} />
      </span>
      {pageCount > 1 ? (
        <Pages
          section={section}
          page={Math.min(view.pages.get(section.id) ?? 0, pageCount - 1)}
          count={pageCount}
        />
      ) : null}
      {isAdding ? (
        <Suspense>
          <AddPanelDialog section={section} onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

function Pages({
  section,
  page,
  count,
}: {
  readonly section: Section;
  readonly page: number;
  readonly count: number;
}) {
  const { dispatch } = useBoard();
  const show = (next: number) => dispatch({ kind: 'page', section: section.id, page: next });
  return (
    <span className={styles.pages}>
      <IconButton
        size="small"
        label={`Previous page of ${section.title}`}
        icon={<ChevronLeft aria-hidden />}
        disabled={page === 0}
        onClick={() => show(page - 1)}
      />
      {formatCount(page + 1)} of {formatCount(count)}
      <IconButton
        size="small"
        label={`Next page of ${section.title}`}
        icon={<ChevronRight aria-hidden />}
        disabled={page === count - 1}
        onClick={() => show(page + 1)}
      />
    </span>
  );
}

function RenameField({
  section,
  onDone,
}: {
  readonly section: Section;
  readonly onDone: () => void;
}) {
  const { dispatch } = useBoard();
  const [title, setTitle] = useState(section.title);
  const save = () => {
    onDone();
    if (title.trim() !== section.title) {
      dispatch({ kind: 'section/rename', section: section.id, title });
    }
  };
  return (
    <input
      className={styles.rename}
      aria-label="Name of the section"
      value={title}
      maxLength={200}
      ref={takeFocus}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}
