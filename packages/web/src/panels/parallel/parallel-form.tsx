import { ParallelAxis, type ParallelSettings, type RunValueRef } from '@runloom/model';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EndsRow, FormPart, TextRow } from '../analysis/form/fields.tsx';
import styles from '../analysis/form/form.module.css';
import { GradientField } from '../analysis/form/gradient-field.tsx';
import { OfPanel, ScopeRow, SharedCheck, SharedSelect } from '../analysis/form/shared.tsx';
import { ValueField } from '../analysis/form/value-field.tsx';
import type { PanelFormProps } from '../panel-type.ts';

/** All that a panel of parallel coordinates can be set to. */
export function ParallelForm({ settings, onChange }: PanelFormProps<ParallelSettings>) {
  const { axes, colourBy } = settings;
  const [round, setRound] = useState(0);
  const put = (next: readonly ParallelAxis[]) => onChange({ axes: [...next] });
  return (
    <div className={styles.form}>
      <OfPanel>
        <FormPart title="Axes">
          <div className={styles.items}>
            {axes.map((axis, index) => (
              <AxisItem
                key={`${axis.field} ${axis.statistic}`}
                axis={axis}
                index={index}
                count={axes.length}
                onChange={(next) => put(axes.with(index, next))}
                onRemove={() => put(axes.toSpliced(index, 1))}
                onMove={(to) => put(axes.toSpliced(index, 1).toSpliced(to, 0, axis))}
              />
            ))}
          </div>
          {axes.length < MOST_AXES ? (
            <ValueField
              key={round}
              label="Add an axis"
              value={null}
              onChange={(value) => {
                if (value === null) return;
                put([...axes, ParallelAxis.parse(value)]);
                setRound(round + 1);
              }}
            />
          ) : null}
        </FormPart>
      </OfPanel>
      <FormPart title="Runs">
        <ScopeRow value={settings.scope} onChange={(scope) => onChange({ scope })} />
        <SharedSelect
          name="others"
          label="Lines outside of the brushes"
          value={settings.others}
          choices={[
            { value: 'dimmed', label: 'Dimmed' },
            { value: 'hidden', label: 'Hidden' },
          ]}
          onChange={(others) => onChange({ others })}
        />
      </FormPart>
      <FormPart title="Colour">
        <SharedSelect
          name="colourBy"
          label="Lines are coloured by"
          value={typeof colourBy === 'string' ? colourBy : 'value'}
          choices={[
            { value: 'last', label: 'The last axis' },
            { value: 'run', label: 'Their run' },
            { value: 'value', label: 'A value' },
          ]}
          onChange={(next) =>
            onChange({ colourBy: next === 'value' ? firstValue(settings) : next })
          }
        />
        {typeof colourBy === 'string' ? null : (
          <>
            <ValueField
              label="Value of the colour"
              clears={false}
              value={colourBy}
              onChange={(value) => onChange({ colourBy: value ?? 'last' })}
            />
            <SharedCheck
              name="colourLog"
              label="Logarithmic colours"
              isChecked={settings.colourLog}
              onChange={(colourLog) => onChange({ colourLog })}
            />
          </>
        )}
        {colourBy === 'run' ? null : (
          <GradientField
            value={settings.gradient}
            onChange={(gradient) => onChange({ gradient })}
          />
        )}
      </FormPart>
    </div>
  );
}

const MOST_AXES = 50;

/** An end of a brush; null where it is open. */
const endOf = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) === Number.MAX_VALUE ? null : value;

/** The brush between two ends; null where both are open. */
const brushOf = (min: number | null, max: number | null) =>
  min === null && max === null
    ? null
    : { min: min ?? -Number.MAX_VALUE, max: max ?? Number.MAX_VALUE };

function firstValue({ axes }: ParallelSettings): RunValueRef {
  const last = axes.at(-1);
  return last === undefined
    ? { field: 'duration', statistic: 'last' }
    : { field: last.field, statistic: last.statistic };
}

function AxisItem({
  axis,
  index,
  count,
  onChange,
  onRemove,
  onMove,
}: {
  readonly axis: ParallelAxis;
  readonly index: number;
  readonly count: number;
  readonly onChange: (axis: ParallelAxis) => void;
  readonly onRemove: () => void;
  readonly onMove: (to: number) => void;
}) {
  const name = `axis ${index + 1}`;
  const range = axis.brush !== null && 'min' in axis.brush ? axis.brush : null;
  return (
    <fieldset className={styles.item}>
      <legend className="visually-hidden">{name}</legend>
      <div className={styles.itemHead}>
        <ValueField
          label={`Value of ${name}`}
          isHidden
          clears={false}
          value={axis}
          onChange={(value) => value !== null && onChange({ ...axis, ...value, brush: null })}
        />
        <IconButton
          size="small"
          label={`Move ${name} to the left`}
          icon={<ArrowUp aria-hidden />}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        />
        <IconButton
          size="small"
          label={`Move ${name} to the right`}
          icon={<ArrowDown aria-hidden />}
          disabled={index === count - 1}
          onClick={() => onMove(index + 1)}
        />
        <IconButton
          size="small"
          label={`Remove ${name}`}
          icon={<X aria-hidden />}
          onClick={onRemove}
        />
      </div>
      <div className={styles.checks}>
        <CheckField
          label="Logarithmic"
          isChecked={axis.isLog}
          onChange={(isLog) => onChange({ ...axis, isLog })}
        />
        <CheckField
          label="Flipped"
          isChecked={axis.isFlipped}
          onChange={(isFlipped) => onChange({ ...axis, isFlipped })}
        />
      </div>
      <details>
        <summary className={styles.more}>More</summary>
        <div className={styles.items}>
          <TextRow
            label={`Title of ${name}`}
            value={axis.title}
            onChange={(title) => onChange({ ...axis, title })}
          />
          <SelectField
            label={`Values of ${name} are`}
            value={axis.kind}
            choices={[
              { value: 'auto', label: 'Numbers, or categories where any is a text' },
              { value: 'number', label: 'Numbers' },
              { value: 'category', label: 'Categories' },
            ]}
            onChange={(kind) => onChange({ ...axis, kind, brush: null })}
          />
          <EndsRow
            label={`Highlighted on ${name}`}
            min={endOf(range?.min)}
            max={endOf(range?.max)}
            onMin={(min) => onChange({ ...axis, brush: brushOf(min, endOf(range?.max)) })}
            onMax={(max) => onChange({ ...axis, brush: brushOf(endOf(range?.min), max) })}
          />
        </div>
      </details>
    </fieldset>
  );
}
