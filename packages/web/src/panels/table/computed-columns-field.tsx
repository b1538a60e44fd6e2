import type { TableSettings } from '@runloom/model';
import { Plus, X } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { TextField } from '../../components/text-field.tsx';
import styles from './table-panel.module.css';

type Columns = TableSettings['computed'];

const MOST_COLUMNS = 20;

/** Columns that are computed from others, each with its title and its expression. */
export function ComputedColumns({
  columns,
  onChange,
}: {
  readonly columns: Columns;
  readonly onChange: (columns: Columns) => void;
}) {
  const set = (index: number, change: Partial<Columns[number]>) =>
    onChange(columns.map((column, at) => (at === index ? { ...column, ...change } : column)));
  return (
    <fieldset className={styles.computed}>
      <legend>Computed columns</legend>
      {columns.map((column, index) => (
        <div key={index} className={styles.computedColumn}>
          <div className={styles.computedHead}>
            <TextField
              label={`Title of computed column ${index + 1}`}
              value={column.title}
              maxLength={4_000}
              onChange={(event) => set(index, { title: event.target.value })}
            />
            <IconButton
              size="small"
              label={`Remove computed column ${index + 1}`}
              icon={<X aria-hidden />}
              onClick={() => onChange(columns.filter((_, at) => at !== index))}
            />
          </div>
          <TextField
            label={`Expression of computed column ${index + 1}`}
            hint="Of columns: score - baseline, `top-1` / 100, abs(error)."
            value={column.expression}
            maxLength={2_000}
            onChange={(event) => set(index, { expression: event.target.value })}
          />
        </div>
      ))}
      {columns.length < MOST_COLUMNS ? (
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          onClick={() => onChange([...columns, { title: '', expression: '' }])}
        >
          Add a computed column
        </Button>
      ) : null}
    </fieldset>
  );
}
