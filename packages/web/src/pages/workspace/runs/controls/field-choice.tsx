import { useEffect, useId, useState } from 'react';
import { useRunFields } from '../../../../data/run-table.ts';
import { ATTRIBUTE_FIELDS } from '../columns/columns.ts';
import type { RunList } from '../list/use-run-list.ts';
import styles from './controls.module.css';

/** A field of runs, found as it is typed. */
export function FieldChoice({
  list,
  label,
  taken,
  onChoose,
}: {
  readonly list: RunList;
  readonly label: string;
  readonly taken: readonly string[];
  readonly onChoose: (field: string) => void;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const { data } = useRunFields(list.entity, list.project, {
    search: text,
    limit: 60,
  });
  const known = [...ATTRIBUTE_FIELDS, ...(data?.fields.map(({ field }) => field) ?? [])].filter(
    (field) => !taken.includes(field),
  );
  // The fields may come after a whole name was typed.
  const isWhole = known.includes(text);
  useEffect(() => {
    if (!isWhole) return;
    setText('');
    onChoose(text);
  }, [isWhole, text, onChoose]);
  return (
    <label className={styles.stack} htmlFor={id}>
      {label}
      <input
        id={id}
        list={`${id}-fields`}
        placeholder="Field"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={`${id}-fields`}>
        {known.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
    </label>
  );
}
