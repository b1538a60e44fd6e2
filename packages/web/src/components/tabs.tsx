import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

/** Tabs within a page. For tabs that are pages of their own use {@link LinkTabs}. */
export function Tabs<Value extends string>({
  value,
  onChange,
  tabs,
  label,
}: {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly label: string;
  readonly tabs: readonly {
    readonly value: Value;
    readonly title: ReactNode;
    readonly content: ReactNode;
  }[];
}) {
  return (
    <Base.Root value={value} onValueChange={(next: Value) => onChange(next)}>
      <Base.List aria-label={label} className={styles.list}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={styles.tab}>
            {tab.title}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

/** A row of links that look like tabs; the links carry `aria-current="page"` and {@link linkTabClass}. */
export function LinkTabs({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <nav aria-label={label} className={styles.list}>
      {children}
    </nav>
  );
}

/** Class of a link in {@link LinkTabs}. */
export const linkTabClass: string = styles.tab ?? '';
