import type { ColumnSpec } from '@runloom/model';
import { useMemo, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { ChoiceList } from '../../../../components/choice-list.tsx';
import { Dialog } from '../../../../components/dialog.tsx';
import { SearchField } from '../../../../components/search-field.tsx';
import { useRunFields } from '../../../../data/run-table.ts';
import { createMatcher } from '../../../../panels/board/matcher.ts';
import type { RunsAction } from '../../view/runs-view.ts';
import styles from '../choices-dialog.module.css';
import type { RunList } from '../list/use-run-list.ts';
import { columnSpecs } from './changes.ts';
import { ATTRIBUTE_FIELDS } from './columns.ts';

const MOST_FIELDS = 1_000;
const MOST_LISTED = 300;

/** Every field that runs have, to be shown or not. */
export function ColumnsDialog({
  list,
  dispatch,
  onClose,
}: {
  readonly list: RunList;
  readonly dispatch: (action: RunsAction) => void;
  readonly onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const { data } = useRunFields(list.entity, list.project, { limit: MOST_FIELDS });
  const specs = columnSpecs(list.columns);
  const shown = new Set(specs.map(({ field }) => field));
  const all = useMemo(
    () => [...ATTRIBUTE_FIELDS, ...(data?.fields.map(({ field }) => field) ?? [])],
    [data],
  );
  const matcher = createMatcher(search, true);
  const found = all.filter(matcher.matches);
  const set = (columns: readonly ColumnSpec[] | null) =>
    dispatch({ kind: 'runs/columns', columns });
  const toggle = (field: string) =>
    set(
      shown.has(field)
        ? specs.filter((spec) => spec.field !== field)
        : [...specs, { field, statistic: 'last', isPinned: false }],
    );
  return (
    <Dialog
      isOpen
      width="medium"
      title="Columns"
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => set(null)}>Choose by themselves</Button>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <SearchField
          label="Search columns"
          placeholder="Search columns (regular expression)"
          value={search}
          trailing={`${found.length} found`}
          onChange={setSearch}
        />
        <ChoiceList
          label="Fields"
          names={found.slice(0, MOST_LISTED)}
          isChosen={(field) => shown.has(field)}
          onToggle={toggle}
          height={360}
        />
        {data?.hasMore ? (
          <p className={styles.note}>These runs have more keys than are listed here.</p>
        ) : null}
      </div>
    </Dialog>
  );
}
