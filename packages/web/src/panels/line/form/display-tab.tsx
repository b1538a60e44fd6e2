import { SelectField } from './fields.tsx';
import { useLineForm } from './form-context.ts';

export function DisplayTab() {
  const { settings, set } = useLineForm();
  return (
    <>
      <SelectField
        name="tooltip"
        label="Tooltip tells"
        value={settings.tooltip}
        choices={[
          { value: 'all', label: 'All lines' },
          { value: 'nearest', label: 'The line pointed at' },
        ]}
        onChange={(tooltip) => set({ tooltip })}
      />
      <SelectField
        name="tooltipNames"
        label="Names in the tooltip"
        value={settings.tooltipNames}
        choices={[
          { value: 'short', label: 'Cut when they are long' },
          { value: 'full', label: 'In full' },
        ]}
        onChange={(tooltipNames) => set({ tooltipNames })}
      />
      <SelectField
        name="companions"
        label="While another chart is pointed at"
        value={settings.companions}
        choices={[
          { value: 'all', label: 'Mark all lines' },
          { value: 'highlighted', label: 'Mark the highlighted run' },
          { value: 'none', label: 'Mark nothing' },
        ]}
        onChange={(companions) => set({ companions })}
      />
    </>
  );
}
