import type { TableSettings } from '@runloom/model';
import { CheckField } from '../../components/check-field.tsx';
import { Form } from '../../components/fields.tsx';
import { mediaKind } from '../../components/media/media-kind.ts';
import { Segmented } from '../../components/segmented.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelFormProps } from '../panel-type.ts';
import { ComputedColumns } from './computed-columns-field.tsx';

export function TableForm({ settings, onChange }: PanelFormProps<TableSettings>) {
  const { runs } = useBoard();
  const logged = [
    ...new Set(
      runs.flatMap(({ media }) =>
        media.filter(({ type }) => mediaKind(type) === 'table').map(({ key }) => key),
      ),
    ),
  ].sort();
  const keys =
    logged.includes(settings.key) || settings.key === '' ? logged : [settings.key, ...logged];
  return (
    <Form>
      <SelectField
        label="Table"
        hint={
          logged.length === 0 ? 'No shown run logged a table.' : 'Tables that shown runs logged.'
        }
        value={settings.key}
        choices={[{ value: '', label: 'None' }, ...keys.map((key) => ({ value: key, label: key }))]}
        onChange={(key) =>
          onChange({ key, step: null, filters: [], sort: null, groupBy: '', joinColumn: '' })
        }
      />
      <CheckField
        label="Rows of every step"
        hint="With a column for the step at which each row was logged."
        isChecked={settings.allSteps}
        onChange={(allSteps) => onChange({ allSteps, filters: [], sort: null, groupBy: '' })}
      />
      <Segmented
        label="Several runs"
        value={settings.combine}
        choices={[
          { value: 'concatenate', label: 'Below each other' },
          { value: 'join', label: 'Side by side' },
        ]}
        onChange={(combine) => onChange({ combine, filters: [], sort: null, groupBy: '' })}
      />
      {settings.combine === 'join' ? (
        <>
          <TextField
            label="Joined by the column"
            hint="Empty: the first column that all tables have."
            value={settings.joinColumn}
            onChange={(event) => onChange({ joinColumn: event.target.value })}
          />
          <SelectField
            label="Rows that not all runs have"
            value={settings.joinKind}
            choices={[
              { value: 'outer', label: 'Kept, with empty cells' },
              { value: 'inner', label: 'Left out' },
            ]}
            onChange={(joinKind) => onChange({ joinKind })}
          />
        </>
      ) : null}
      <SelectField
        label="Groups show"
        value={settings.aggregate}
        choices={[
          { value: 'mean', label: 'Mean' },
          { value: 'median', label: 'Median' },
          { value: 'sum', label: 'Sum' },
          { value: 'min', label: 'Minimum' },
          { value: 'max', label: 'Maximum' },
        ]}
        onChange={(aggregate) => onChange({ aggregate })}
      />
      <ComputedColumns
        columns={settings.computed}
        onChange={(computed) => onChange({ computed })}
      />
      <CheckField
        label="Histograms of the columns of numbers"
        isChecked={settings.showsHistograms}
        onChange={(showsHistograms) => onChange({ showsHistograms })}
      />
    </Form>
  );
}
