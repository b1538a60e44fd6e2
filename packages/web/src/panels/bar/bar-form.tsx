import type { BarSettings } from '@runloom/model';
import { FieldList } from '../analysis/form/field-list.tsx';
import { EndsRow, FormPart, TextRow } from '../analysis/form/fields.tsx';
import styles from '../analysis/form/form.module.css';
import {
  OfPanel,
  ScopeRow,
  SharedCheck,
  SharedNumber,
  SharedSelect,
} from '../analysis/form/shared.tsx';
import { ValueList } from '../analysis/form/value-list.tsx';
import type { PanelFormProps } from '../panel-type.ts';

/** All that a bar chart can be set to. */
export function BarForm({ settings, onChange }: PanelFormProps<BarSettings>) {
  const { grouping } = settings;
  return (
    <div className={styles.form}>
      <OfPanel>
        <ValueList
          title="Values"
          one="Value"
          values={settings.values}
          most={20}
          onChange={(values) => onChange({ values })}
        />
      </OfPanel>
      <FormPart title="Runs">
        <ScopeRow value={settings.scope} onChange={(scope) => onChange({ scope })} />
        <SharedSelect
          name="grouping"
          label="Grouped"
          value={typeof grouping === 'string' ? grouping : 'fields'}
          choices={[
            { value: 'list', label: 'As the list is' },
            { value: 'none', label: 'Not at all' },
            { value: 'fields', label: 'By fields of the chart’s own' },
          ]}
          onChange={(next) =>
            onChange({ grouping: next === 'fields' ? { fields: ['group'] } : next })
          }
        />
        {typeof grouping === 'string' ? null : (
          <FieldList
            one="Group by"
            most={8}
            fields={grouping.fields}
            onChange={(fields) => onChange({ grouping: fields.length === 0 ? 'none' : { fields } })}
          />
        )}
      </FormPart>
      {grouping === 'none' ? null : (
        <FormPart title="Groups">
          <SharedSelect
            name="groupShape"
            label="Drawn as"
            value={settings.groupShape}
            choices={[
              { value: 'bar', label: 'Bar' },
              { value: 'box', label: 'Box' },
              { value: 'violin', label: 'Violin' },
            ]}
            onChange={(groupShape) => onChange({ groupShape })}
          />
          {settings.groupShape === 'bar' ? (
            <>
              <SharedSelect
                name="aggregate"
                label="Length of the bar"
                value={settings.aggregate}
                choices={[
                  { value: 'mean', label: 'Mean' },
                  { value: 'median', label: 'Median' },
                  { value: 'min', label: 'Minimum' },
                  { value: 'max', label: 'Maximum' },
                  { value: 'sum', label: 'Sum' },
                ]}
                onChange={(aggregate) => onChange({ aggregate })}
              />
              <SharedSelect
                name="interval"
                label="Whisker"
                value={settings.interval}
                choices={[
                  { value: 'ci95', label: '95 % interval of the mean' },
                  { value: 'se', label: 'Standard error' },
                  { value: 'sd', label: 'Standard deviation' },
                  { value: 'minmax', label: 'Lowest to highest run' },
                  { value: 'none', label: 'None' },
                ]}
                onChange={(interval) => onChange({ interval })}
              />
            </>
          ) : null}
          <SharedCheck
            name="showsRuns"
            label="Single runs as dots"
            isChecked={settings.showsRuns}
            onChange={(showsRuns) => onChange({ showsRuns })}
          />
        </FormPart>
      )}
      <FormPart title="Chart">
        <SharedSelect
          name="direction"
          label="Bars"
          value={settings.direction}
          choices={[
            { value: 'horizontal', label: 'To the right' },
            { value: 'vertical', label: 'Upwards' },
          ]}
          onChange={(direction) => onChange({ direction })}
        />
        <SharedSelect
          name="sort"
          label="Order"
          value={settings.sort}
          choices={[
            { value: 'list', label: 'As the runs are listed' },
            { value: 'descending', label: 'Largest first' },
            { value: 'ascending', label: 'Smallest first' },
            { value: 'name', label: 'By name' },
          ]}
          onChange={(sort) => onChange({ sort })}
        />
        <SharedNumber
          name="maxBars"
          label="Bars at most"
          value={settings.maxBars}
          min={1}
          max={1000}
          onChange={(maxBars) => onChange({ maxBars })}
        />
        <SharedCheck
          name="valueLog"
          label="Logarithmic axis"
          isChecked={settings.valueLog}
          onChange={(valueLog) => onChange({ valueLog })}
        />
        <OfPanel>
          <EndsRow
            label="Range of the axis"
            min={settings.valueMin}
            max={settings.valueMax}
            onMin={(valueMin) => onChange({ valueMin })}
            onMax={(valueMax) => onChange({ valueMax })}
          />
          <TextRow
            label="Title of the axis"
            value={settings.valueTitle}
            onChange={(valueTitle) => onChange({ valueTitle })}
          />
        </OfPanel>
      </FormPart>
    </div>
  );
}
