import type { TableSettings } from '@runloom/model';
import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { shownText } from '../../components/shown-text.ts';
import type { EngineView } from './table-engine.ts';
import styles from './table-panel.module.css';

/** How tables are put together, what they are grouped by, and how many rows there are. */
export function TableBar({
  settings,
  view,
  told,
  children,
  onChange,
}: {
  readonly settings: TableSettings;
  readonly view: EngineView;
  /** Rows that one of the tables had when it was logged, where fewer were saved; else null. */
  readonly told: number | null;
  readonly children: ReactNode;
  readonly onChange: (change: Partial<TableSettings>) => void;
}) {
  const { combine, groupBy, filters, sort } = settings;
  return (
    <div className={styles.bar}>
      <Choice
        className={styles.choice}
        label="Runs"
        value={combine}
        choices={[
          ['concatenate', 'below each other'],
          ['join', 'side by side'],
        ]}
        onChange={(next) =>
          onChange({
            combine: next === 'join' ? 'join' : 'concatenate',
            filters: [],
            sort: null,
            groupBy: '',
          })
        }
      />
      {combine === 'join' ? (
        <Choice
          className={styles.choice}
          label="by"
          value={view.joinColumn}
          choices={[...new Set([view.joinColumn, ...view.titles])].map((title) => [title, title])}
          onChange={(joinColumn) => onChange({ joinColumn, filters: [], sort: null, groupBy: '' })}
        />
      ) : null}
      <Choice
        className={styles.choice}
        label="Group by"
        value={groupBy}
        choices={[
          ['', 'nothing'],
          ...[...new Set([...(groupBy === '' ? [] : [groupBy]), ...view.titles])].map(
            (title) => [title, title] as const,
          ),
        ]}
        onChange={(next) => onChange({ groupBy: next, sort: null })}
      />
      {children}
      <span className={styles.count} role="status">
        {view.rowCount === view.totalCount
          ? formatPlural(view.rowCount, groupBy === '' ? 'row' : 'group')
          : `${formatCount(view.rowCount)} of ${formatPlural(view.totalCount, 'row')}`}
        {view.isCut ? ', cut' : ''}
      </span>
      {filters.length > 0 || sort !== null ? (
        <Button size="small" kind="quiet" onClick={() => onChange({ filters: [], sort: null })}>
          Clear
        </Button>
      ) : null}
      {told === null ? null : (
        <span className={styles.count}>
          The client saved fewer than the {formatCount(told)} rows of a table with its run.
        </span>
      )}
      {view.problems.map((problem) => (
        <span key={problem} className={styles.problem} role="alert">
          <bdi>{shownText(problem)}</bdi>
        </span>
      ))}
      {view.unreadable.length > 0 ? (
        <span className={styles.problem}>
          Not readable as a table: {view.unreadable.join(', ')}
        </span>
      ) : null}
    </div>
  );
}
