import type { ChartData, CustomChartSettings } from '@runloom/model';
import { useId } from 'react';
import { Button } from '../../components/button.tsx';
import { AreaField, Form } from '../../components/fields.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelFormProps } from '../panel-type.ts';
import { placeholdersOf, readSpec } from './chart-spec.ts';
import styles from './custom-chart.module.css';
import { CHART_PRESETS, presetOf } from './presets.ts';
import { useChartData } from './use-chart-data.ts';
import { useDefinition, useEntityCharts } from './use-definition.ts';

const OWN = '';

/** Which chart, of what data, and which of its columns stand where. */
export function CustomChartForm({ settings, onChange }: PanelFormProps<CustomChartSettings>) {
  const { entity, runs } = useBoard();
  const { definition, spec, fields, strings, data } = settings;
  const shared = useEntityCharts(entity).data ?? [];
  const read = useDefinition(settings);
  const { columns } = useChartData(data);
  const open = read?.kind === 'ready' ? placeholdersOf(read.spec) : { fields: [], strings: [] };
  const problem = definition === OWN && spec.trim() !== '' ? readSpec(spec) : null;
  const preset = presetOf(definition);
  const tables = [
    ...new Set(
      runs.flatMap(({ media }) =>
        media.filter(({ type }) => type.includes('table')).map(({ key }) => key),
      ),
    ),
  ];
  const known = [
    ...CHART_PRESETS.map(({ id, name }) => ({ value: id, label: name })),
    ...shared.map(({ id, displayName }) => ({ value: id, label: `${displayName} (${id})` })),
    { value: OWN, label: 'A specification of your own' },
  ];
  const choices = known.some(({ value }) => value === definition)
    ? known
    : [{ value: definition, label: definition }, ...known];
  const change = (part: Partial<ChartData>) => onChange({ data: { ...data, ...part } });
  return (
    <Form>
      <SelectField
        label="Chart"
        value={definition}
        choices={choices}
        onChange={(next) => onChange({ definition: next })}
      />
      {definition === OWN ? (
        <AreaField
          label="Vega or Vega-Lite, as JSON"
          hint="${field:x} stands for a column and ${string:title} for a text; both are chosen below. The rows are the data “wandb”. Nothing is loaded from addresses."
          error={problem?.kind === 'broken' ? problem.message : null}
          isCode
          rows={16}
          maxLength={200_000}
          value={spec}
          onChange={(next) => onChange({ spec: next })}
        />
      ) : preset === undefined ? null : (
        <Button
          size="small"
          onClick={() => onChange({ definition: OWN, spec: JSON.stringify(preset.spec, null, 2) })}
        >
          Edit its specification
        </Button>
      )}
      <ListedField
        label="Table"
        hint="Key under which runs logged a table."
        value={data.summaryTable || data.historyTable}
        offered={tables}
        onChange={(summaryTable) => change({ summaryTable, historyTable: '' })}
      />
      <KeysField
        label="Metrics, row by row"
        hint="One a line, such as _step and loss. Rows that have all of them are drawn."
        value={data.history}
        onChange={(history) => change({ history: history.slice(0, 20) })}
      />
      <KeysField
        label="Summary"
        hint="One a line: a value of each run."
        value={data.summary}
        onChange={(summary) => change({ summary: summary.slice(0, 100) })}
      />
      <KeysField
        label="Config"
        hint="One a line: a value of each run."
        value={data.config}
        onChange={(config) => change({ config: config.slice(0, 100) })}
      />
      {open.fields.length === 0 ? null : (
        <fieldset className={styles.mapping}>
          <legend>Columns</legend>
          {open.fields.map((name) => {
            const chosen = Object.hasOwn(fields, name) ? (fields[name] ?? '') : '';
            const options = [...new Set(['', ...(chosen ? [chosen] : []), ...columns])];
            return (
              <SelectField
                key={name}
                label={name}
                value={chosen}
                choices={options.map((value) => ({ value, label: value || 'None' }))}
                onChange={(column) => onChange({ fields: { ...fields, [name]: column } })}
              />
            );
          })}
        </fieldset>
      )}
      {open.strings.length === 0 ? null : (
        <fieldset className={styles.mapping}>
          <legend>Texts</legend>
          {open.strings.map((name) => (
            <TextField
              key={name}
              label={name}
              value={Object.hasOwn(strings, name) ? (strings[name] ?? '') : ''}
              maxLength={4_000}
              onChange={(event) =>
                onChange({ strings: { ...strings, [name]: event.target.value } })
              }
            />
          ))}
        </fieldset>
      )}
    </Form>
  );
}

function ListedField({
  label,
  hint,
  value,
  offered,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly offered: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <>
      <TextField
        label={label}
        hint={hint}
        list={id}
        autoComplete="off"
        maxLength={4_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={id}>
        {offered.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}

function KeysField({
  label,
  hint,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: readonly string[];
  readonly onChange: (keys: string[]) => void;
}) {
  return (
    <AreaField
      label={label}
      hint={hint}
      rows={2}
      value={value.join('\n')}
      onChange={(text) => onChange(text === '' ? [] : text.split('\n'))}
    />
  );
}
