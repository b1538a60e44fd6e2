import type { ComponentProps, ReactNode } from 'react';
import { CheckField } from '../../../components/check-field.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { Level } from '../../line/form/fields.tsx';
import { useFormLevel } from '../../shared-settings.ts';
import { NumberRow } from './fields.tsx';
import styles from './form.module.css';

/** A setting that a section or the workspace may say for all panels of the type, with who says it. */
export function Shared({
  name,
  label,
  children,
}: {
  readonly name: string;
  /** Of the setting, for who hears it. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const { levelOf, reset } = useFormLevel();
  const level = levelOf(name);
  return (
    <div className={styles.shared}>
      {children}
      {level === 'default' ? null : (
        <div className={styles.level}>
          <Level level={level} label={label} onReset={() => reset([name])} />
        </div>
      )}
    </div>
  );
}

/** A shared setting that is one of a few. */
export function SharedSelect<Value extends string>({
  name,
  ...field
}: { readonly name: string } & ComponentProps<typeof SelectField<Value>>) {
  return (
    <Shared name={name} label={field.label}>
      <SelectField {...field} />
    </Shared>
  );
}

/** A shared setting that holds or does not. */
export function SharedCheck({
  name,
  label,
  ...field
}: { readonly name: string; readonly label: string } & ComponentProps<typeof CheckField>) {
  return (
    <Shared name={name} label={label}>
      <CheckField label={label} {...field} />
    </Shared>
  );
}

/** A shared setting that is a number. */
export function SharedNumber({
  name,
  ...field
}: { readonly name: string } & ComponentProps<typeof NumberRow>) {
  return (
    <Shared name={name} label={field.label}>
      <NumberRow {...field} />
    </Shared>
  );
}

/** Which runs the panel is about: as with all that is shared, `scope` in the settings. */
export function ScopeRow({
  value,
  onChange,
}: {
  readonly value: 'shown' | 'listed';
  readonly onChange: (value: 'shown' | 'listed') => void;
}) {
  return (
    <SharedSelect
      name="scope"
      label="Runs"
      value={value}
      choices={[
        { value: 'listed', label: 'All listed, but for hidden ones' },
        { value: 'shown', label: 'Those whose eyes are open' },
      ]}
      onChange={onChange}
    />
  );
}

/** What each panel says for itself; not there where the settings of several are changed. */
export function OfPanel({ children }: { readonly children: ReactNode }) {
  return useFormLevel().edited === 'panel' ? children : null;
}
