import type { ComparedPart, RunComparerSettings } from '@runloom/model';
import { CheckField } from '../../components/check-field.tsx';
import { ChoicesField, Form } from '../../components/fields.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelFormProps } from '../panel-type.ts';

const PARTS: readonly { readonly value: ComparedPart; readonly label: string }[] = [
  { value: 'about', label: 'About the run: state, host, commit, duration, …' },
  { value: 'config', label: 'Config' },
  { value: 'summary', label: 'Summary' },
];

export function RunComparerForm({ settings, onChange }: PanelFormProps<RunComparerSettings>) {
  const { runs } = useBoard();
  return (
    <Form>
      <ChoicesField
        label="What is compared"
        chosen={settings.parts}
        choices={PARTS}
        whenEmpty=""
        onChange={(chosen) =>
          onChange({
            parts: PARTS.map(({ value }) => value).filter((part) => chosen.includes(part)),
          })
        }
      />
      <CheckField
        label="Only what differs"
        isChecked={settings.onlyDifferences}
        onChange={(onlyDifferences) => onChange({ onlyDifferences })}
      />
      <SelectField
        label="Differences of numbers"
        value={settings.difference}
        choices={[
          { value: 'both', label: 'Absolute and in percent' },
          { value: 'absolute', label: 'Absolute' },
          { value: 'percent', label: 'In percent' },
          { value: 'none', label: 'Not shown' },
        ]}
        onChange={(difference) => onChange({ difference })}
      />
      <SelectField
        label="Compared with"
        hint="Green is better, by the goal of define_metric, else by the metric’s name."
        value={settings.baseline}
        choices={[
          { value: '', label: 'The workspace’s baseline, else the first run' },
          ...runs.map(({ name, label }) => ({ value: name, label })),
        ]}
        onChange={(baseline) => onChange({ baseline })}
      />
    </Form>
  );
}
