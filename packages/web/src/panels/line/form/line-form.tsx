import { Tabs } from '@base-ui/react/tabs';
import type { LineSettings, OwnLineSettings } from '@runloom/model';
import { type ComponentType, useMemo } from 'react';
import { useBoard } from '../../board/board-context.ts';
import type { PanelFormProps } from '../../panel-type.ts';
import { panelSettings } from '../panel-settings.ts';
import { ChartTab } from './chart-tab.tsx';
import { DataTab } from './data-tab.tsx';
import { DisplayTab } from './display-tab.tsx';
import { ExpressionsTab } from './expressions-tab.tsx';
import { FormContext } from './form-context.ts';
import { GroupingTab } from './grouping-tab.tsx';
import { LegendTab } from './legend-tab.tsx';
import styles from './line-form.module.css';

const TABS: readonly { readonly name: string; readonly Tab: ComponentType }[] = [
  { name: 'Data', Tab: DataTab },
  { name: 'Grouping', Tab: GroupingTab },
  { name: 'Chart', Tab: ChartTab },
  { name: 'Legend', Tab: LegendTab },
  { name: 'Expressions', Tab: ExpressionsTab },
  { name: 'Display', Tab: DisplayTab },
];

/** All that a line panel can be set to, with who says so. Changes show in the panel at once. */
export function LineForm({ spec, onChange }: PanelFormProps<OwnLineSettings>) {
  const { view } = useBoard();
  const resolved = useMemo(() => panelSettings(spec, view), [spec, view]);
  const form = useMemo(
    () => ({
      ...resolved,
      spec,
      set: (change: Partial<LineSettings>) => onChange(change),
    }),
    [resolved, spec, onChange],
  );
  return (
    <FormContext value={form}>
      <Tabs.Root defaultValue="Data" className={styles.root}>
        <Tabs.List className={styles.tabs} aria-label="Settings of the chart">
          {TABS.map(({ name }) => (
            <Tabs.Tab key={name} value={name} className={styles.tab}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ name, Tab }) => (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            <Tab />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </FormContext>
  );
}
