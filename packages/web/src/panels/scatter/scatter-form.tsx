import type { ScatterSettings } from '@runloom/model';
import { CheckField } from '../../components/check-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { EndsRow, FormPart, NumberRow, ScopeRow, TextRow } from '../analysis/form/fields.tsx';
import styles from '../analysis/form/form.module.css';
import { GradientField } from '../analysis/form/gradient-field.tsx';
import { OfPanel, Shared } from '../analysis/form/shared.tsx';
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
        <Shared names={['xLog']} label="Logarithmic x">
          <CheckField
            label="Logarithmic x"
            isChecked={settings.xLog}
            onChange={(xLog) => onChange({ xLog, zoom: null })}
          />
        </Shared>
        <OfPanel>
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
        <Shared names={['yLog']} label="Logarithmic y">
          <CheckField
            label="Logarithmic y"
            isChecked={settings.yLog}
            onChange={(yLog) => onChange({ yLog, zoom: null })}
          />
        </Shared>
        <OfPanel>
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
            </>
          )}
        </OfPanel>
        {z === null && edited === 'panel' ? null : (
          <Shared names={['gradient']} label="Gradient">
            <GradientField
              value={settings.gradient}
              onChange={(gradient) => onChange({ gradient })}
            />
          </Shared>
        )}
      </FormPart>
      <FormPart title="Lines">
        <Shared names={['showsRunningMin']} label="Running minimum">
          <CheckField
            label="Running minimum"
            isChecked={settings.showsRunningMin}
            onChange={(showsRunningMin) => onChange({ showsRunningMin })}
          />
        </Shared>
        <Shared names={['showsRunningMax']} label="Running maximum">
          <CheckField
            label="Running maximum"
            isChecked={settings.showsRunningMax}
            onChange={(showsRunningMax) => onChange({ showsRunningMax })}
          />
        </Shared>
        <Shared names={['showsRunningMean']} label="Running mean">
          <CheckField
            label="Running mean"
            isChecked={settings.showsRunningMean}
            onChange={(showsRunningMean) => onChange({ showsRunningMean })}
          />
        </Shared>
        <Shared names={['showsRegression']} label="Linear regression">
          <CheckField
            label="Linear regression"
            isChecked={settings.showsRegression}
            hint="Least squares with the 95 % interval of the line; of the logarithms on log axes."
            onChange={(next) => onChange({ showsRegression: next })}
          />
        </Shared>
        <Shared names={['showsFrontier']} label="Frontier">
          <CheckField
            label="Frontier"
            isChecked={showsFrontier}
            hint="Through the runs that no other run beats in both values."
            onChange={(next) => onChange({ showsFrontier: next })}
          />
        </Shared>
        {showsFrontier ? (
          <>
            <OfPanel>
              <SelectField
                label="Better x"
                value={settings.xGoal}
                choices={GOALS}
                onChange={(xGoal) => onChange({ xGoal })}
              />
            </OfPanel>
            <OfPanel>
              <SelectField
                label="Better y"
                value={settings.yGoal}
                choices={GOALS}
                onChange={(yGoal) => onChange({ yGoal })}
              />
            </OfPanel>
            <Shared names={['labelsFrontier']} label="Names on the frontier">
              <CheckField
                label="Names on the frontier"
                isChecked={settings.labelsFrontier}
                onChange={(labelsFrontier) => onChange({ labelsFrontier })}
              />
            </Shared>
            <Shared names={['dimsOthers']} label="Dim all others">
              <CheckField
                label="Dim all others"
                isChecked={settings.dimsOthers}
                onChange={(dimsOthers) => onChange({ dimsOthers })}
              />
            </Shared>
          </>
        ) : null}
      </FormPart>
      <FormPart title="Runs">
        <Shared names={['scope']} label="Runs">
          <ScopeRow value={settings.scope} onChange={(scope) => onChange({ scope })} />
        </Shared>
        <Shared names={['pointSize']} label="Size of points">
          <NumberRow
            label="Size of points"
            value={settings.pointSize}
            min={1}
            max={12}
            onChange={(pointSize) => onChange({ pointSize })}
          />
        </Shared>
      </FormPart>
      <Shared names={['tooltip']} label="Further values">
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
