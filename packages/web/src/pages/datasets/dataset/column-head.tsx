import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import styles from '../datasets.module.css';
import { ColumnDialog } from './column-dialog.tsx';
import type { ColumnEdit, ShownColumn } from './edits.ts';

/** The name of a column, and what can be done with it. */
export function ColumnHead({
  column,
  taken,
  canEdit,
  onChange,
}: {
  readonly column: ShownColumn;
  readonly taken: readonly string[];
  readonly canEdit: boolean;
  readonly onChange: (change: ColumnEdit) => void;
}) {
  const [isRenaming, setRenaming] = useState(false);
  const { source, name, isNew } = column;
  return (
    <th scope="col" className={styles.columnHead}>
      <Truncated text={name} />
      {canEdit ? (
        <Menu
          align="end"
          trigger={
            <button type="button" className={styles.headButton} aria-label={`Column ${name}`}>
              <Ellipsis aria-hidden />
            </button>
          }
        >
          {isNew ? null : <MenuItem onSelect={() => setRenaming(true)}>Rename…</MenuItem>}
          <MenuItem isDangerous onSelect={() => onChange({ kind: 'remove', name: source })}>
            Remove the column
          </MenuItem>
        </Menu>
      ) : null}
      {isRenaming ? (
        <ColumnDialog
          title={`Rename ${name}`}
          name={name}
          taken={taken.filter((other) => other !== name)}
          onClose={() => setRenaming(false)}
          onDone={(to) => onChange({ kind: 'rename', name: source, to })}
        />
      ) : null}
    </th>
  );
}
