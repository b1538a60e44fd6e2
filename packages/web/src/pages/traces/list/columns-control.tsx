import { CALL_COLUMN_IDS, STANDARD_CALL_COLUMNS } from '@runloom/model';
import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ChoiceList } from '../../../components/choice-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { useCallFields } from '../../../data/calls.ts';
import styles from './list.module.css';

const MOST_LISTED = 300;
const PATH = /^(?:inputs|output|attributes|summary)\../;

/** Chooses the columns of the list: what every call has, and any path into its JSON. */
export function ColumnsControl({
  entity,
  project,
  columns,
  onChange,
}: {
  readonly entity: string;
  readonly project: string;
  readonly columns: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const fields = useCallFields({ entity, project }, isOpen);
  const wanted = search.trim().toLowerCase();
  const all = [...new Set([...columns, ...CALL_COLUMN_IDS, ...(fields.data?.fields ?? [])])];
  const found = all.filter((name) => name !== 'name' && name.toLowerCase().includes(wanted));
  const isNewPath = PATH.test(search.trim()) && !all.includes(search.trim());
  const toggle = (name: string) =>
    onChange(columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name]);
  return (
    <>
      <IconButton label="Columns" icon={<Columns3 aria-hidden />} onClick={() => setOpen(true)} />
      <Dialog
        isOpen={isOpen}
        title="Columns"
        onClose={() => setOpen(false)}
        footer={
          <>
            <Button onClick={() => onChange(STANDARD_CALL_COLUMNS)}>As at first</Button>
            <Button kind="primary" onClick={() => setOpen(false)}>
              Done
            </Button>
          </>
        }
      >
        <div className={styles.columns}>
          <SearchField
            label="Search columns"
            placeholder="Search, or write a path such as inputs.messages.0.content"
            value={search}
            onChange={setSearch}
          />
          {isNewPath ? (
            <Button onClick={() => toggle(search.trim())}>Add {search.trim()}</Button>
          ) : null}
          <ChoiceList
            label="Columns to choose from"
            names={found.slice(0, MOST_LISTED)}
            isChosen={(name) => columns.includes(name)}
            onToggle={toggle}
            height={340}
          />
        </div>
      </Dialog>
    </>
  );
}
