import type { ScatterSettings } from '@runloom/model';
import { CheckField } from '../../components/check-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EndsRow, FormPart, TextRow } from '../analysis/form/fields.tsx';
import styles from '../analysis/form/form.module.css';
import { GradientField } from '../analysis/form/gradient-field.tsx';
import { OfPanel, ScopeRow, Shared, SharedCheck, SharedNumber } from '../analysis/form/shared.tsx';
import { ValueField } from '../analysis/form/value-field.tsx';
import { ValueList } from '../analysis/form/value-list.tsx';
import type { PanelFormProps } from '../panel-type.ts';
import { useFormLevel } from '../shared-settings.ts';

const GOALS = [
  { value: 'auto', label: 'By the metric’s goal or name' },
  { value: 'minimize', label: 'Less is better' },
  { value: 'maximize', label: 'More is better' },
] as const;

/** All that a scatter plot can be set to. */
export function ScatterForm({ settings, onChange }: PanelFormProps<ScatterSettings>) {
  const { showsFrontier, z } = settings;
  const { edited } = useFormLevel();
  return (
    <div className={styles.form}>
      <FormPart title="X axis">
        <OfPanel>
          <ValueField
            label="X"
            clears={false}
            value={settings.x}
            onChange={(x) => onChange({ x, zoom: null })}
          />
        </OfPanel>
        <SharedCheck
          name="xLog"
          label="Logarithmic x"
          isChecked={settings.xLog}
          onChange={(xLog) => onChange({ xLog, zoom: null })}
        />
        <OfPanel>
          <EndsRow
            label="Range of x"
            min={settings.xMin}
            max={settings.xMax}
            onMin={(xMin) => onChange({ xMin })}
            onMax={(xMax) => onChange({ xMax })}
          />
          <TextRow
            label="Title of x"
            value={settings.xTitle}
            onChange={(xTitle) => onChange({ xTitle })}
          />
        </OfPanel>
      </FormPart>
      <FormPart title="Y axis">
        <OfPanel>
          <ValueField
            label="Y"
            clears={false}
            value={settings.y}
            onChange={(y) => onChange({ y, zoom: null })}
          />
        </OfPanel>
        <SharedCheck
          name="yLog"
          label="Logarithmic y"
          isChecked={settings.yLog}
          onChange={(yLog) => onChange({ yLog, zoom: null })}
        />
        <OfPanel>
          <EndsRow
            label="Range of y"
            min={settings.yMin}
            max={settings.yMax}
            onMin={(yMin) => onChange({ yMin })}
            onMax={(yMax) => onChange({ yMax })}
          />
          <TextRow
            label="Title of y"
            value={settings.yTitle}
            onChange={(yTitle) => onChange({ yTitle })}
          />
        </OfPanel>
      </FormPart>
      <FormPart title="Colour">
        <OfPanel>
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
                onMin={(zMin) => onChange({ zMin })}
                onMax={(zMax) => onChange({ zMax })}
              />
              <TextRow
                label="Title of z"
                value={settings.zTitle}
                onChange={(zTitle) => onChange({ zTitle })}
              />
            </>
          )}
        </OfPanel>
        {z === null && edited === 'panel' ? null : (
          <GradientField
            value={settings.gradient}
            onChange={(gradient) => onChange({ gradient })}
          />
        )}
      </FormPart>
      <FormPart title="Lines">
        <SharedCheck
          name="showsRunningMin"
          label="Running minimum"
          isChecked={settings.showsRunningMin}
          onChange={(showsRunningMin) => onChange({ showsRunningMin })}
        />
        <SharedCheck
          name="showsRunningMax"
          label="Running maximum"
          isChecked={settings.showsRunningMax}
          onChange={(showsRunningMax) => onChange({ showsRunningMax })}
        />
        <SharedCheck
          name="showsRunningMean"
          label="Running mean"
          isChecked={settings.showsRunningMean}
          onChange={(showsRunningMean) => onChange({ showsRunningMean })}
        />
        <SharedCheck
          name="showsRegression"
          label="Linear regression"
          isChecked={settings.showsRegression}
          hint="Least squares with the 95 % interval of the line; of the logarithms on log axes."
          onChange={(next) => onChange({ showsRegression: next })}
        />
        <SharedCheck
          name="showsFrontier"
          label="Frontier"
          isChecked={showsFrontier}
          hint="Through the runs that no other run beats in both values."
          onChange={(next) => onChange({ showsFrontier: next })}
        />
        {showsFrontier ? (
          <>
            <OfPanel>
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
            </OfPanel>
            <SharedCheck
              name="labelsFrontier"
              label="Names on the frontier"
              isChecked={settings.labelsFrontier}
              onChange={(labelsFrontier) => onChange({ labelsFrontier })}
            />
            <SharedCheck
              name="dimsOthers"
              label="Dim all others"
              isChecked={settings.dimsOthers}
              onChange={(dimsOthers) => onChange({ dimsOthers })}
            />
          </>
        ) : null}
      </FormPart>
      <FormPart title="Runs">
        <ScopeRow value={settings.scope} onChange={(scope) => onChange({ scope })} />
        <SharedNumber
          name="pointSize"
          label="Size of points"
          value={settings.pointSize}
          min={1}
          max={12}
          onChange={(pointSize) => onChange({ pointSize })}
        />
      </FormPart>
      <Shared name="tooltip" label="Further values">
        <ValueList
          title="Further values in the tooltip"
          one="Value"
          values={settings.tooltip}
          most={20}
          onChange={(tooltip) => onChange({ tooltip })}
        />
      </Shared>
    </div>
  );
}
