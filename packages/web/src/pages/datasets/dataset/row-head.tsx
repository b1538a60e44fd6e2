import { Ellipsis } from 'lucide-react';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import styles from '../datasets.module.css';
import type { ShownRow } from './edits.ts';

/** The number of a row, and what can be done with it. */
export function RowHead({
  row,
  isRemoved,
  canEdit,
  onToggle,
  onInsert,
}: {
  readonly row: ShownRow;
  readonly isRemoved: boolean;
  readonly canEdit: boolean;
  readonly onToggle: () => void;
  /** 0: above; 1: below. */
  readonly onInsert: (below: 0 | 1) => void;
}) {
  const number = row.kind === 'base' ? String(row.index) : 'new';
  return (
    <th scope="row" className={styles.rowHead}>
      <span>{number}</span>
      {canEdit ? (
        <Menu
          trigger={
            <button type="button" className={styles.headButton} aria-label={`Row ${number}`}>
              <Ellipsis aria-hidden />
            </button>
          }
        >
          <MenuItem onSelect={() => onInsert(0)}>Insert a row above</MenuItem>
          <MenuItem onSelect={() => onInsert(1)}>Insert a row below</MenuItem>
          <MenuItem isDangerous={!isRemoved} onSelect={onToggle}>
            {isRemoved ? 'Keep the row' : 'Remove the row'}
          </MenuItem>
        </Menu>
      ) : null}
    </th>
  );
}
