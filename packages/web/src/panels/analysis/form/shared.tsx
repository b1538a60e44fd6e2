import type { ReactNode } from 'react';
import { Level } from '../../line/form/fields.tsx';
import { useFormLevel } from '../../shared-settings.ts';
import styles from './form.module.css';

/** A setting that a section or the workspace may say for all panels of the type, with who says it. */
export function Shared({
  names,
  label,
  children,
}: {
  readonly names: readonly string[];
  /** Of the setting, for who hears it. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const { levelOf, reset } = useFormLevel();
  const own = names.filter((name) => levelOf(name) === 'panel');
  const level = own.length > 0 ? 'panel' : levelOf(names[0] ?? '');
  return (
    <div className={styles.shared} data-level={level}>
      {children}
      {level === 'default' ? null : (
        <div className={styles.level}>
          <Level level={level} label={label} onReset={() => reset(own)} />
        </div>
      )}
    </div>
  );
}

/** What each panel says for itself; not there where the settings of several are changed. */
export function OfPanel({ children }: { readonly children: ReactNode }) {
  return useFormLevel().edited === 'panel' ? children : null;
}
