import type { JoinKind } from '../../../../components/table-viewer/table-join.ts';
import styles from '../../../../components/table-viewer/table-viewer.module.css';

const KINDS: readonly (readonly [kind: JoinKind, title: string])[] = [
  ['inner', 'Only rows with a partner'],
  ['left', 'All rows of this table'],
  ['outer', 'All rows of both'],
];

/** Which rows of two joined tables are kept. */
export function JoinKindChoice({
  kind,
  onChange,
}: {
  readonly kind: JoinKind;
  readonly onChange: (kind: JoinKind) => void;
}) {
  return (
    <Choice
      label="keeping"
      value={kind}
      choices={KINDS}
      onChange={(next) => onChange(KINDS.find(([one]) => one === next)?.[0] ?? 'inner')}
    />
  );
}

/** A labelled list of choices in the bar above a table. */
export function Choice({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, title: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={styles.choice}>
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map(([one, title]) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
