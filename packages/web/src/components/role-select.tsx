import styles from './role-select.module.css';
import type { Choice } from './select-field.tsx';
import { shownText } from './shown-text.ts';

/** The role of one person or team in a row of a table. */
export function RoleSelect<Value extends string>({
  label,
  value,
  choices,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <select
      aria-label={label}
      className={styles.role}
      value={value}
      disabled={disabled}
      onChange={(event) => {
        const chosen = choices.find((choice) => choice.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {shownText(choice.label)}
        </option>
      ))}
    </select>
  );
}
