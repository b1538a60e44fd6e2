import { type ReactNode, useId } from 'react';
import { NumberInput, TextInput } from '../../line/form/fields.tsx';
import lineStyles from '../../line/form/line-form.module.css';
import styles from './form.module.css';

/** Settings that belong together, under a heading. */
export function FormPart({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id} className={styles.part}>
      <h3 id={id} className={styles.partTitle}>
        {title}
      </h3>
      {children}
    </fieldset>
  );
}

/** Both ends of an axis; empty: as the data says. */
export function EndsRow({
  label,
  min,
  max,
  onMin,
  onMax,
}: {
  readonly label: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly onMin: (min: number | null) => void;
  readonly onMax: (max: number | null) => void;
}) {
  return (
    <div className={styles.row}>
      <span className={lineStyles.label}>{label}</span>
      <div className={styles.pair}>
        <NumberInput label={`${label}: from`} placeholder="from" value={min} onChange={onMin} />
        <span className={lineStyles.dash}>–</span>
        <NumberInput label={`${label}: to`} placeholder="to" value={max} onChange={onMax} />
      </div>
    </div>
  );
}

export function NumberRow({
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label className={lineStyles.label} htmlFor={id}>
        {label}
      </label>
      <NumberInput
        id={id}
        label={label}
        min={min}
        max={max}
        value={value}
        onChange={(next) => next !== null && onChange(Math.round(next))}
      />
    </div>
  );
}

export function TextRow({
  label,
  value,
  placeholder,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label className={lineStyles.label} htmlFor={id}>
        {label}
      </label>
      <TextInput
        id={id}
        label={label}
        value={value}
        {...(placeholder === undefined ? {} : { placeholder })}
        onChange={(text) => onChange(text.slice(0, 500))}
      />
    </div>
  );
}
