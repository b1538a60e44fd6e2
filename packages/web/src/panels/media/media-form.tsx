import type { MediaAxis, MediaSettings } from '@runloom/model';
import { useId, useState } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import { ChoicesField, Form, NumberField } from '../../components/fields.tsx';
import { mediaKind } from '../../components/media/media-kind.ts';
import { Segmented } from '../../components/segmented.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelFormProps } from '../panel-type.ts';

export function MediaForm({ settings, onChange }: PanelFormProps<MediaSettings>) {
  const { runs } = useBoard();
  const logged = new Set(
    runs.flatMap(({ media }) =>
      media
        .filter(({ type }) => !['table', 'other'].includes(mediaKind(type)))
        .map(({ key }) => key),
    ),
  );
  const keys = [...new Set([...settings.keys, ...logged])].sort();
  return (
    <Form>
      <ChoicesField
        label="What is shown"
        chosen={settings.keys}
        choices={keys.map((key) => ({ value: key, label: key }))}
        whenEmpty="No shown run logged images, videos, sounds, pages, figures or objects."
        onChange={(chosen) => onChange({ keys: chosen.slice(0, 100) })}
      />
      <GridAxes settings={settings} onChange={onChange} />
      <Segmented
        label="Grouped by"
        value={settings.groupBy}
        choices={[
          { value: 'run', label: 'By run' },
          { value: 'key', label: 'By key' },
        ]}
        onChange={(groupBy) => onChange({ groupBy })}
      />
      <SliderKey settings={settings} onChange={onChange} />
      <NumberField
        label="Stride"
        hint="One press goes so many logged places further."
        value={settings.stride}
        min={1}
        max={100_000}
        onChange={(stride) => onChange({ stride: stride ?? 1 })}
      />
      <CheckField
        label="Move together with other panels over the same key"
        isChecked={settings.isSynced}
        onChange={(isSynced) => onChange({ isSynced })}
      />
      <CheckField
        label="Begin again at the end when it is played"
        isChecked={settings.isLooping}
        onChange={(isLooping) => onChange({ isLooping })}
      />
      <NumberField
        label="Side by side"
        value={settings.columns}
        min={1}
        max={20}
        placeholder="as many as fit"
        onChange={(columns) => onChange({ columns })}
      />
      <NumberField
        label="At most, of each run and key"
        value={settings.maxItems}
        min={1}
        max={1_000}
        onChange={(maxItems) => onChange({ maxItems: maxItems ?? 8 })}
      />
      <SelectField
        label="Images"
        value={settings.fit}
        choices={[
          { value: 'contain', label: 'Fit into their place' },
          { value: 'cover', label: 'Fill their place' },
          { value: 'original', label: 'In their own size' },
        ]}
        onChange={(fit) => onChange({ fit })}
      />
      <CheckField
        label="Crisp pixels"
        isChecked={settings.isPixelated}
        onChange={(isPixelated) => onChange({ isPixelated })}
      />
      <CheckField
        label="Captions"
        isChecked={settings.showsCaptions}
        onChange={(showsCaptions) => onChange({ showsCaptions })}
      />
      <CheckField
        label="Boxes"
        isChecked={settings.showsBoxes}
        onChange={(showsBoxes) => onChange({ showsBoxes })}
      />
      <CheckField
        label="Masks"
        isChecked={settings.showsMasks}
        onChange={(showsMasks) => onChange({ showsMasks })}
      />
      <NumberField
        label="Opacity of masks, %"
        value={Math.round(settings.maskOpacity * 100)}
        min={0}
        max={100}
        onChange={(percent) => onChange({ maskOpacity: (percent ?? 45) / 100 })}
      />
    </Form>
  );
}

const AXES = [
  { value: 'run', label: 'Runs' },
  { value: 'key', label: 'Keys' },
  { value: 'step', label: 'Steps' },
  { value: 'index', label: 'Media logged together' },
] as const;

/** What rows and columns of a grid are; two different things. */
function GridAxes({
  settings: { axes, axisSteps },
  onChange,
}: Pick<PanelFormProps<MediaSettings>, 'settings' | 'onChange'>) {
  const other = (taken: MediaAxis): MediaAxis => (taken === 'step' ? 'run' : 'step');
  return (
    <>
      <CheckField
        label="In a grid with rows and columns"
        isChecked={axes !== null}
        onChange={(isGrid) => onChange({ axes: isGrid ? { rows: 'run', columns: 'step' } : null })}
      />
      {axes === null ? null : (
        <>
          <SelectField
            label="Rows"
            value={axes.rows}
            choices={AXES}
            onChange={(rows) =>
              onChange({
                axes: { rows, columns: axes.columns === rows ? other(rows) : axes.columns },
              })
            }
          />
          <SelectField
            label="Columns"
            value={axes.columns}
            choices={AXES}
            onChange={(columns) =>
              onChange({
                axes: { columns, rows: axes.rows === columns ? other(columns) : axes.rows },
              })
            }
          />
          {axes.rows === 'step' || axes.columns === 'step' ? (
            <NumberField
              label="Steps, up to the slider’s place"
              hint="As far apart as the stride."
              value={axisSteps}
              min={1}
              max={50}
              onChange={(count) => onChange({ axisSteps: count ?? 6 })}
            />
          ) : null}
        </>
      )}
    </>
  );
}

/** A key is taken once it is one that was logged. */
function SliderKey({
  settings,
  onChange,
}: Pick<PanelFormProps<MediaSettings>, 'settings' | 'onChange'>) {
  const { metricKeys } = useBoard();
  const id = useId();
  const [text, setText] = useState(settings.sliderKey);
  return (
    <>
      <TextField
        label="Slider over"
        hint="_step, or a logged metric such as epoch."
        list={id}
        autoComplete="off"
        maxLength={4_000}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          if (next === '_step' || metricKeys.includes(next))
            onChange({ sliderKey: next, position: null });
        }}
        onBlur={() => setText(settings.sliderKey)}
      />
      <datalist id={id}>
        <option value="_step" />
        {metricKeys.slice(0, 500).map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </>
  );
}
