import { shownText } from './shown-text.ts';

/** A list of choices in a bar, with its label before it. */
export function Choice({
  className,
  label,
  value,
  choices,
  onChange,
}: {
  readonly className: string | undefined;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, title: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={className}>
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map(([one, title]) => (
          <option key={one} value={one}>
            {shownText(title)}
          </option>
        ))}
      </select>
    </label>
  );
}
