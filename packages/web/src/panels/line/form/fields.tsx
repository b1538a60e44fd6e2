import type { LineSettingName, SettingLevel } from '@runloom/model';
import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { useFormLevel } from '../../shared-settings.ts';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';

const LEVEL_TEXT = {
  panel: 'set here',
  section: 'from the section',
  workspace: 'from the workspace',
  default: '',
} as const;

/** A setting with its label, who says its value, and the way back to what is around it. */
export function Field({
  names,
  label,
  hint,
  htmlFor,
  children,
}: {
  /** The settings that the control changes. */
  readonly names: readonly LineSettingName[];
  readonly label: string;
  readonly hint?: ReactNode;
  /** The control, when it is one; several are a group of their own. */
  readonly htmlFor?: string;
  readonly children: ReactNode;
}) {
  const { levels } = useLineForm();
  const { reset } = useFormLevel();
  const own = names.filter((name) => levels[name] === 'panel');
  const level = own.length > 0 ? 'panel' : (levels[names[0] ?? 'title'] ?? 'default');
  return (
    <div className={styles.field}>
      <div className={styles.labelRow}>
        {htmlFor === undefined ? (
          <span className={styles.label}>{label}</span>
        ) : (
          <label className={styles.label} htmlFor={htmlFor}>
            {label}
          </label>
        )}
        <Level level={level} label={label} onReset={() => reset(own)} />
      </div>
      <div className={styles.control}>{children}</div>
      {hint ? <p className={styles.hint}>{hint}</p> : null}
    </div>
  );
}

/** One of a few choices, from a list. */
export function SelectField<Value extends string>({
  name,
  label,
  value,
  choices,
  hint,
  onChange,
}: {
  readonly name: LineSettingName;
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly hint?: ReactNode;
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <Field names={[name]} label={label} htmlFor={id} hint={hint}>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function CheckField({
  name,
  label,
  hint,
}: {
  readonly name: BooleanSetting;
  readonly label: string;
  readonly hint?: ReactNode;
}) {
  const { settings, levels, set } = useLineForm();
  const { reset } = useFormLevel();
  const id = useId();
  const level = levels[name];
  return (
    <div className={styles.field}>
      <div className={styles.labelRow}>
        <input
          id={id}
          type="checkbox"
          className={styles.check}
          checked={settings[name]}
          onChange={(event) => set({ [name]: event.target.checked })}
        />
        <label className={styles.checkLabel} htmlFor={id}>
          {label}
        </label>
        <Level level={level} label={label} onReset={() => reset([name])} />
      </div>
      {hint ? <p className={styles.checkHint}>{hint}</p> : null}
    </div>
  );
}

/** Who says the value, and the way back to what is around it. */
export function Level({
  level,
  label,
  onReset,
}: {
  readonly level: SettingLevel;
  readonly label: string;
  readonly onReset: () => void;
}) {
  return (
    <>
      <span className={styles.level} data-level={level}>
        {LEVEL_TEXT[level]}
      </span>
      {level === 'panel' ? (
        <IconButton
          size="small"
          label={`${label}: back to what is set around it`}
          icon={<RotateCcw aria-hidden />}
          onClick={onReset}
        />
      ) : null}
    </>
  );
}

type BooleanSetting =
  | 'xLog'
  | 'yLog'
  | 'showsOriginal'
  | 'ignoresOutliers'
  | 'isGrouped'
  | 'showsEnvelope';

/** A number; empty is null where that means something. What is no number waits until it is one. */
export function NumberInput({
  label,
  value,
  placeholder,
  min,
  max,
  id,
  onChange,
}: {
  /** Read aloud. */
  readonly label: string;
  readonly value: number | null;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  readonly id?: string;
  readonly onChange: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const isBad = typed !== null && readNumber(typed, min, max) === undefined;
  return (
    <input
      type="text"
      inputMode="decimal"
      id={id}
      aria-label={label}
      aria-invalid={isBad || undefined}
      className={styles.number}
      placeholder={placeholder}
      value={typed ?? (value === null ? '' : String(value))}
      onChange={(event) => {
        setTyped(event.target.value);
        const read = readNumber(event.target.value, min, max);
        if (read !== undefined) onChange(read);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** Undefined for what is no number, or beyond the ends. */
function readNumber(
  text: string,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): number | null | undefined {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= min && value <= max ? value : undefined;
}

/** A line of text that counts when it is left or Enter is pressed. */
export function TextInput({
  label,
  value,
  placeholder,
  id,
  list,
  isInvalid = false,
  describedBy,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly id?: string;
  /** Id of a datalist. */
  readonly list?: string;
  readonly isInvalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null && typed !== value) onChange(typed);
    setTyped(null);
  };
  return (
    <input
      type="text"
      id={id}
      list={list}
      aria-label={label}
      aria-invalid={isInvalid || undefined}
      aria-describedby={describedBy}
      className={styles.text}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
