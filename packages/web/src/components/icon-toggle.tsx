import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './icon-toggle.module.css';
import { Tooltip } from './tooltip.tsx';

/** A small button that stays pressed, named by a sign: `.*` for regular expressions. */
export function IconToggle({
  label,
  isOn,
  children,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly children: ReactNode;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <Tooltip content={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isOn}
        className={classNames(styles.toggle, isOn && styles.on)}
        onClick={() => onChange(!isOn)}
      >
        {children}
      </button>
    </Tooltip>
  );
}
