import { useId } from 'react';
import { axisOf, axisRequest, parseAxis } from '../../../charts/index.ts';
import { useMetricKeys } from '../../../data/projects.ts';
import { useBoard } from '../../board/board-context.ts';
import { useFormLevel } from '../../shared-settings.ts';
import { CheckField, Field, NumberInput, SelectField, TextInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';
import { MetricsField } from './metrics-field.tsx';
import { SmoothingField } from './smoothing-field.tsx';

const X_KINDS = [
  { value: 'auto', label: 'Step, or as the script defined' },
  { value: 'step', label: 'Step' },
  { value: 'relative', label: 'Relative time (wall)' },
  { value: 'process', label: 'Relative time (process)' },
  { value: 'wall', label: 'Wall time' },
  { value: 'metric', label: 'A metric' },
  { value: 'expression', label: 'An expression' },
] as const;
type XKind = (typeof X_KINDS)[number]['value'];

export function DataTab() {
  const { settings, set } = useLineForm();
  const { edited } = useFormLevel();
  const mostId = useId();
  return (
    <>
      {edited === 'panel' ? <MetricsField /> : null}
      <XAxisField />
      <Range names={['xMin', 'xMax']} label="Range of x" />
      <CheckField name="xLog" label="Logarithmic x" />
      <Range names={['yMin', 'yMax']} label="Range of y" />
      <CheckField name="yLog" label="Logarithmic y" />
      <SmoothingField />
      <CheckField
        name="ignoresOutliers"
        label="Ignore outliers"
        hint="Rescales the axis to the middle 90 % of the values in view. No point is dropped."
      />
      <Field names={['mostLines']} label="Lines at most" htmlFor={mostId}>
        <NumberInput
          id={mostId}
          label="Lines at most"
          value={settings.mostLines}
          min={1}
          max={1000}
          onChange={(value) => {
            if (value !== null) set({ mostLines: Math.round(value) });
          }}
        />
      </Field>
    </>
  );
}

function XAxisField() {
  const { settings, set } = useLineForm();
  const { entity, project } = useBoard();
  const keys = useMetricKeys(entity, project).data?.history ?? [];
  const listId = useId();
  const { x } = settings;
  const kind: XKind = typeof x === 'string' ? x : 'key' in x ? 'metric' : 'expression';
  const text = typeof x === 'string' ? '' : 'key' in x ? x.key : x.expression;
  const choose = (next: XKind) => {
    if (next === 'metric') set({ x: { key: text || (keys[0] ?? '_step') } });
    else if (next === 'expression') set({ x: { expression: text || '_step' } });
    else if (next === 'auto') set({ x: 'auto' });
    else set({ x: axisRequest(parseAxis(next) ?? 'step') });
  };
  return (
    <>
      <SelectField name="x" label="X axis" value={kind} choices={X_KINDS} onChange={choose} />
      {typeof x === 'string' ? null : (
        <div className={styles.inset}>
          <TextInput
            label={kind === 'metric' ? 'Metric of the x axis' : 'Expression of the x axis'}
            value={text}
            list={listId}
            onChange={(value) => {
              if (value.trim() === '') return;
              const axis = parseAxis(`${kind}:${value}`);
              if (axis !== null) set({ x: axisRequest(axis) });
            }}
          />
          <datalist id={listId}>
            {keys.slice(0, 500).map((key) => (
              <option key={key} value={key} />
            ))}
          </datalist>
          <span className="visually-hidden">{axisOf(x)}</span>
        </div>
      )}
    </>
  );
}

function Range({
  names,
  label,
}: {
  readonly names: readonly ['xMin', 'xMax'] | readonly ['yMin', 'yMax'];
  readonly label: string;
}) {
  const { settings, set } = useLineForm();
  const [low, high] = names;
  return (
    <Field names={names} label={label}>
      <NumberInput
        label={`${label}, from`}
        placeholder="auto"
        value={settings[low]}
        onChange={(value) => set({ [low]: value })}
      />
      <span className={styles.dash}>–</span>
      <NumberInput
        label={`${label}, to`}
        placeholder="auto"
        value={settings[high]}
        onChange={(value) => set({ [high]: value })}
      />
    </Field>
  );
}
