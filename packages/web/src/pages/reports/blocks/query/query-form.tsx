import { isSame } from '@runloom/model';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { fieldBoxClass } from '../../../../components/fields.tsx';
import styles from '../../editor/nodes/blocks.module.css';
import type { Query } from './parts.tsx';

/** What is asked, kept once it is left: half a filter is no filter. */
export function QueryForm({
  query,
  onChange,
}: {
  readonly query: Query;
  readonly onChange: (change: Partial<Query>) => void;
}) {
  const [filter, setFilter] = useState(query.filter);
  const [columns, setColumns] = useState(query.columns.join(', '));
  const keep = () => {
    const names = columns
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    // Leaving a field is no change of the report by itself.
    if (filter !== query.filter || !isSame(names, query.columns))
      onChange({ filter, columns: names });
  };
  return (
    <form
      className={styles.queryForm}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <ListFilter aria-hidden />
      <input
        className={fieldBoxClass}
        aria-label="Filter"
        placeholder={query.kind === 'runs' ? 'Config("lr") > 0.01' : 'status = "error"'}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
        onBlur={keep}
      />
      <input
        className={fieldBoxClass}
        aria-label="Columns"
        placeholder={
          query.kind === 'runs' ? 'Columns: config.lr, summary.loss' : 'Columns: output.score'
        }
        value={columns}
        onChange={(event) => setColumns(event.target.value)}
        onBlur={keep}
      />
      <button type="submit" className="visually-hidden">
        Ask
      </button>
    </form>
  );
}
