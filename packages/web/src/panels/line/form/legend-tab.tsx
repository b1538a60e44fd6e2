import type { LineDash, LineStyleSetting } from '@runloom/model';
import { useId } from 'react';
import { pickerColour } from '../../../charts/picker-colour.ts';
import { variable } from '../legend-template.ts';
import { useLinePanel } from '../use-line-panel.ts';
import { Field, NumberInput, SelectField, TextInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';

export function LegendTab() {
  const { settings, set } = useLineForm();
  const id = useId();
  return (
    <>
      <Field
        names={['legend']}
        label="Text of a line"
        htmlFor={id}
        hint={
          <>
            <code>{variable('run:displayName')}</code>, <code>{variable('config:lr')}</code>,{' '}
            <code>{variable('summary:loss')}</code>, <code>{variable('metric')}</code>,{' '}
            <code>{variable('run:group')}</code>. What stands in <code>[[ … ]]</code> is said at the
            crosshair:{' '}
            <code>{`[[ ${variable('x')}: ${variable('y')} (${variable('original')}) ]]`}</code>,
            also <code>{variable('mean')}</code>, <code>{variable('stddev')}</code>,{' '}
            <code>{variable('stderr')}</code>, <code>{variable('count')}</code>,{' '}
            <code>{variable('min')}</code>, <code>{variable('max')}</code> and{' '}
            <code>{variable('percent')}</code>, the share of the sum of all lines.
          </>
        }
      >
        <TextInput
          id={id}
          label="Text of a line"
          placeholder={variable('run:displayName')}
          value={settings.legend}
          onChange={(value) => set({ legend: value.slice(0, 1000) })}
        />
      </Field>
      <SelectField
        name="legendPlace"
        label="Place"
        value={settings.legendPlace}
        choices={[
          { value: 'none', label: 'Hidden' },
          { value: 'top', label: 'Above' },
          { value: 'bottom', label: 'Below' },
          { value: 'left', label: 'Left' },
          { value: 'right', label: 'Right' },
        ]}
        onChange={(legendPlace) => set({ legendPlace })}
      />
      <SelectField
        name="legendSize"
        label="Size"
        value={settings.legendSize}
        choices={[
          { value: 'small', label: 'Small' },
          { value: 'medium', label: 'Medium' },
          { value: 'large', label: 'Large' },
        ]}
        onChange={(legendSize) => set({ legendSize })}
      />
      <LineStyles />
    </>
  );
}

const MOST_STYLED = 30;
const DASH_NAMES: readonly { readonly value: LineDash | ''; readonly label: string }[] = [
  { value: '', label: 'as it is' },
  { value: 'solid', label: 'solid' },
  { value: 'dashed', label: 'dashed' },
  { value: 'dotted', label: 'dotted' },
  { value: 'dash-dot', label: 'dash-dot' },
];

/** Title, colour, width and dash of single lines. */
function LineStyles() {
  const { settings, set, spec } = useLineForm();
  const { lines } = useLinePanel(spec, 300);
  const change = (line: { source: string; metric: string }, next: Partial<LineStyleSetting>) => {
    const isIt = (one: LineStyleSetting) =>
      one.source === line.source && one.metric === line.metric;
    const before = settings.lineStyles.find(isIt) ?? line;
    const entries = Object.entries({ ...before, ...next }).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    const style = Object.fromEntries(entries) as LineStyleSetting;
    const others = settings.lineStyles.filter((one) => !isIt(one));
    set({ lineStyles: entries.length > 2 ? [...others, style] : others });
  };
  if (lines.length === 0) return null;
  return (
    <Field names={['lineStyles']} label="Single lines">
      <ul className={styles.lines} aria-label="Lines">
        {lines.slice(0, MOST_STYLED).map((line) => {
          const [source, metric] = JSON.parse(line.id) as [string, string];
          const style = settings.lineStyles.find(
            (one) => one.source === source && one.metric === metric,
          );
          const of = { source, metric };
          return (
            <li key={line.id} className={styles.line}>
              <input
                type="color"
                aria-label={`Colour of ${line.label}`}
                className={styles.colour}
                value={style?.colour ?? pickerColour(line.colour)}
                onChange={(event) => change(of, { colour: event.target.value })}
              />
              <TextInput
                label={`Title of ${line.label}`}
                placeholder={line.label}
                value={style?.title ?? ''}
                onChange={(title) => change(of, { title: title.slice(0, 500) })}
              />
              <NumberInput
                label={`Width of ${line.label}`}
                placeholder="width"
                min={0.5}
                max={8}
                value={style?.width ?? null}
                onChange={(width) => change(of, { width: width ?? undefined } as object)}
              />
              <select
                aria-label={`Dash of ${line.label}`}
                className={styles.select}
                value={style?.dash ?? ''}
                onChange={(event) => {
                  const dash = DASH_NAMES.find(({ value }) => value === event.target.value)?.value;
                  change(of, { dash: dash || undefined } as object);
                }}
              >
                {DASH_NAMES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </li>
          );
        })}
      </ul>
    </Field>
  );
}
