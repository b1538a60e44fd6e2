import type { CodeComparerSettings } from '@runloom/model';
import { CheckField } from '../../components/check-field.tsx';
import { ChoicesField, Form, NumberField } from '../../components/fields.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelFormProps } from '../panel-type.ts';

export function CodeComparerForm({ settings, onChange }: PanelFormProps<CodeComparerSettings>) {
  const { runs } = useBoard();
  return (
    <Form>
      <ChoicesField
        label="Runs, the first one ticked is what the others are compared with"
        chosen={settings.runs}
        choices={runs.map(({ name, label }) => ({ value: name, label }))}
        whenEmpty="No run is shown."
        onChange={(chosen) => onChange({ runs: chosen.slice(0, 10) })}
      />
      <Segmented
        label="Lines"
        value={settings.layout}
        choices={[
          { value: 'split', label: 'Side by side' },
          { value: 'unified', label: 'Unified' },
        ]}
        onChange={(layout) => onChange({ layout })}
      />
      <CheckField
        label="Only files that differ"
        isChecked={settings.onlyChanged}
        onChange={(onlyChanged) => onChange({ onlyChanged })}
      />
      <NumberField
        label="Lines around a change"
        value={settings.contextLines}
        min={0}
        max={1_000}
        placeholder="all"
        onChange={(contextLines) => onChange({ contextLines })}
      />
    </Form>
  );
}
