import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useBoard } from '../board-context.ts';
import { MOST_COLUMNS } from '../layout.ts';
import type { SectionLayout } from '../reducers/sections.ts';
import type { Section } from '../sections.ts';
import styles from './layout-dialog.module.css';

const AUTO = 'auto';
const COLUMNS = [
  { value: AUTO, label: 'Auto' },
  ...Array.from({ length: MOST_COLUMNS }, (_, index) => String(index + 1)).map(asChoice),
];
const HEIGHTS = [
  { value: AUTO, label: 'Auto' },
  { value: '180', label: 'Low' },
  { value: '280', label: 'Medium' },
  { value: '420', label: 'High' },
];
const PAGES = [{ value: AUTO, label: 'All' }, ...['1', '2', '3', '5', '10'].map(asChoice)];

function asChoice(value: string) {
  return { value, label: value };
}

/** How the panels of a section stand. Changes show at once; undo takes them back. */
export function LayoutDialog({
  section,
  onClose,
}: {
  readonly section: Section;
  readonly onClose: () => void;
}) {
  const { dispatch } = useBoard();
  const change = (layout: SectionLayout) =>
    dispatch({ kind: 'section/layout', section: section.id, layout });
  const shown = (value: number | null) => (value === null ? AUTO : String(value));
  const chosen = (value: string) => (value === AUTO ? null : Number(value));
  return (
    <Dialog
      isOpen
      width="small"
      title={
        <>
          Layout of <bdi>{shownText(section.title)}</bdi>
        </>
      }
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className={styles.form}>
        <div className={styles.field}>
          <span>Panels side by side</span>
          <Segmented
            label="Panels side by side"
            value={shown(section.columns)}
            choices={COLUMNS}
            onChange={(value) => change({ columns: chosen(value) })}
          />
        </div>
        <div className={styles.field}>
          <span>Height</span>
          <Segmented
            label="Height"
            value={
              HEIGHTS.some(({ value }) => value === shown(section.height))
                ? shown(section.height)
                : AUTO
            }
            choices={HEIGHTS}
            onChange={(value) => change({ height: chosen(value) })}
          />
        </div>
        <div className={styles.field}>
          <span>Rows on a page</span>
          <Segmented
            label="Rows on a page"
            value={shown(section.pageRows)}
            choices={PAGES}
            onChange={(value) => change({ pageRows: chosen(value) })}
          />
        </div>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={section.isCustom}
            onChange={(event) => change({ isCustom: event.target.checked })}
          />
          Each panel has a size of its own: drag its lower right corner.
        </label>
      </div>
    </Dialog>
  );
}
