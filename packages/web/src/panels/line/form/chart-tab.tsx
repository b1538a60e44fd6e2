import { useId } from 'react';
import { useFormLevel } from '../../shared-settings.ts';
import { CheckField, Field, NumberInput, SelectField, TextInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';

const TEXTS = [
  { name: 'title', label: 'Title', placeholder: 'Name of the metric' },
  { name: 'xTitle', label: 'Title of x', placeholder: 'Name of the axis' },
  { name: 'yTitle', label: 'Title of y', placeholder: 'None' },
] as const;

export function ChartTab() {
  const { settings, set } = useLineForm();
  const { edited } = useFormLevel();
  const widthId = useId();
  const textId = useId();
  return (
    <>
      {(edited === 'panel' ? TEXTS : []).map(({ name, label, placeholder }) => (
        <Field key={name} names={[name]} label={label} htmlFor={`${textId}-${name}`}>
          <TextInput
            id={`${textId}-${name}`}
            label={label}
            placeholder={placeholder}
            value={settings[name]}
            onChange={(value) => set({ [name]: value.slice(0, 500) })}
          />
        </Field>
      ))}
      <SelectField
        name="type"
        label="Type"
        value={settings.type}
        choices={[
          { value: 'line', label: 'Line' },
          { value: 'points', label: 'Points' },
          { value: 'area', label: 'Area, one on the other' },
          { value: 'percentArea', label: 'Percentage area' },
        ]}
        hint={
          settings.type === 'area' || settings.type === 'percentArea'
            ? 'Where a line has no point at an x, it counts by the straight line between its neighbours. What is negative counts for nothing.'
            : undefined
        }
        onChange={(type) => set({ type })}
      />
      <CheckField
        name="showsEnvelope"
        label="Shade lowest to highest"
        hint="Where there are more points than pixels, the line passes through the last of each pixel; the shade holds all others."
      />
      <SelectField
        name="textSize"
        label="Size of the text"
        value={settings.textSize}
        choices={[
          { value: 'small', label: 'Small' },
          { value: 'medium', label: 'Medium' },
          { value: 'large', label: 'Large' },
        ]}
        onChange={(textSize) => set({ textSize })}
      />
      <SelectField
        name="xFormat"
        label="Numbers of x"
        value={settings.xFormat}
        choices={[
          { value: 'auto', label: 'As numbers' },
          { value: 'datetime', label: 'As date and time' },
        ]}
        hint={
          settings.xFormat === 'datetime'
            ? 'For an x that is a metric or an expression, in seconds since 1970, as time.time() tells them.'
            : undefined
        }
        onChange={(xFormat) => set({ xFormat })}
      />
      <Field names={['lineWidth']} label="Width of lines" htmlFor={widthId}>
        <NumberInput
          id={widthId}
          label="Width of lines"
          value={settings.lineWidth}
          min={0.5}
          max={8}
          onChange={(value) => {
            if (value !== null) set({ lineWidth: value });
          }}
        />
      </Field>
    </>
  );
}
