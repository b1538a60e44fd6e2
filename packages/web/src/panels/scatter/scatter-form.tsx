import type { ScatterSettings } from '@runloom/model';
import { CheckField } from '../../components/check-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EndsRow, FormPart, NumberRow, ScopeRow, TextRow } from '../analysis/form/fields.tsx';
import styles from '../analysis/form/form.module.css';
import { GradientField } from '../analysis/form/gradient-field.tsx';
import { ValueField } from '../analysis/form/value-field.tsx';
import { ValueList } from '../analysis/form/value-list.tsx';
import type { PanelFormProps } from '../panel-type.ts';

const GOALS = [
  { value: 'auto', label: 'By the metric’s goal or name' },
  { value: 'minimize', label: 'Less is better' },
  { value: 'maximize', label: 'More is better' },
] as const;

/** All that a scatter plot can be set to. */
export function ScatterForm({ settings, onChange }: PanelFormProps<ScatterSettings>) {
  const { showsFrontier, z } = settings;
  return (
    <div className={styles.form}>
      <FormPart title="X axis">
        <ValueField
          label="X"
          clears={false}
          value={settings.x}
          onChange={(x) => onChange({ x, zoom: null })}
        />
        <CheckField
          label="Logarithmic x"
          isChecked={settings.xLog}
          onChange={(xLog) => onChange({ xLog, zoom: null })}
        />
        <EndsRow
          label="Range of x"
          min={settings.xMin}
          max={settings.xMax}
          onChange={({ min, max }) =>
            onChange({
              ...(min === undefined ? {} : { xMin: min }),
              ...(max === undefined ? {} : { xMax: max }),
            })
          }
        />
        <TextRow
          label="Title of x"
          value={settings.xTitle}
          onChange={(xTitle) => onChange({ xTitle })}
        />
      </FormPart>
      <FormPart title="Y axis">
        <ValueField
          label="Y"
          clears={false}
          value={settings.y}
          onChange={(y) => onChange({ y, zoom: null })}
        />
        <CheckField
          label="Logarithmic y"
          isChecked={settings.yLog}
          onChange={(yLog) => onChange({ yLog, zoom: null })}
        />
        <EndsRow
          label="Range of y"
          min={settings.yMin}
          max={settings.yMax}
          onChange={({ min, max }) =>
            onChange({
              ...(min === undefined ? {} : { yMin: min }),
              ...(max === undefined ? {} : { yMax: max }),
            })
          }
        />
        <TextRow
          label="Title of y"
          value={settings.yTitle}
          onChange={(yTitle) => onChange({ yTitle })}
        />
      </FormPart>
      <FormPart title="Colour">
        <ValueField label="Z" value={z} onChange={(next) => onChange({ z: next })} />
        {z === null ? null : (
          <>
            <CheckField
              label="Logarithmic z"
              isChecked={settings.zLog}
              onChange={(zLog) => onChange({ zLog })}
            />
            <EndsRow
              label="Range of z"
              min={settings.zMin}
              max={settings.zMax}
              onChange={({ min, max }) =>
                onChange({
                  ...(min === undefined ? {} : { zMin: min }),
                  ...(max === undefined ? {} : { zMax: max }),
                })
              }
            />
            <TextRow
              label="Title of z"
              value={settings.zTitle}
              onChange={(zTitle) => onChange({ zTitle })}
            />
            <GradientField
              value={settings.gradient}
              onChange={(gradient) => onChange({ gradient })}
            />
          </>
        )}
      </FormPart>
      <FormPart title="Lines">
        <CheckField
          label="Running minimum"
          isChecked={settings.showsRunningMin}
          onChange={(showsRunningMin) => onChange({ showsRunningMin })}
        />
        <CheckField
          label="Running maximum"
          isChecked={settings.showsRunningMax}
          onChange={(showsRunningMax) => onChange({ showsRunningMax })}
        />
        <CheckField
          label="Running mean"
          isChecked={settings.showsRunningMean}
          onChange={(showsRunningMean) => onChange({ showsRunningMean })}
        />
        <CheckField
          label="Linear regression"
          isChecked={settings.showsRegression}
          hint="Least squares with the 95 % interval of the line; of the logarithms on log axes."
          onChange={(next) => onChange({ showsRegression: next })}
        />
        <CheckField
          label="Frontier"
          isChecked={showsFrontier}
          hint="Through the runs that no other run beats in both values."
          onChange={(next) => onChange({ showsFrontier: next })}
        />
        {showsFrontier ? (
          <>
            <SelectField
              label="Better x"
              value={settings.xGoal}
              choices={GOALS}
              onChange={(xGoal) => onChange({ xGoal })}
            />
            <SelectField
              label="Better y"
              value={settings.yGoal}
              choices={GOALS}
              onChange={(yGoal) => onChange({ yGoal })}
            />
            <CheckField
              label="Names on the frontier"
              isChecked={settings.labelsFrontier}
              onChange={(labelsFrontier) => onChange({ labelsFrontier })}
            />
            <CheckField
              label="Dim all others"
              isChecked={settings.dimsOthers}
              onChange={(dimsOthers) => onChange({ dimsOthers })}
            />
          </>
        ) : null}
      </FormPart>
      <FormPart title="Runs">
        <ScopeRow value={settings.scope} onChange={(scope) => onChange({ scope })} />
        <NumberRow
          label="Size of points"
          value={settings.pointSize}
          min={1}
          max={12}
          onChange={(pointSize) => onChange({ pointSize })}
        />
      </FormPart>
      <ValueList
        title="Further values in the tooltip"
        one="Value"
        values={settings.tooltip}
        most={20}
        onChange={(tooltip) => onChange({ tooltip })}
      />
    </div>
  );
}
