import type { ImportanceSettings } from '@runloom/model';
import { FieldList } from '../analysis/form/field-list.tsx';
import { FormPart } from '../analysis/form/fields.tsx';
import styles from '../analysis/form/form.module.css';
import { OfPanel, ScopeRow, Shared, SharedNumber, SharedSelect } from '../analysis/form/shared.tsx';
import { ValueField } from '../analysis/form/value-field.tsx';
import type { PanelFormProps } from '../panel-type.ts';

/** All that a panel of parameter importance can be set to. */
export function ImportanceForm({ settings, onChange }: PanelFormProps<ImportanceSettings>) {
  const { target, parameters, ignored } = settings;
  return (
    <div className={styles.form}>
      <FormPart title="What is explained">
        <OfPanel>
          <ValueField
            label="Target"
            clears={false}
            value={target}
            onChange={(next) => onChange({ target: next })}
          />
        </OfPanel>
        <ScopeRow value={settings.scope} onChange={(scope) => onChange({ scope })} />
      </FormPart>
      <FormPart title="By which parameters">
        <SharedSelect
          name="parameters"
          label="Parameters"
          value={parameters === null ? 'all' : 'some'}
          choices={[
            { value: 'all', label: 'All of the configs' },
            { value: 'some', label: 'Those named here' },
          ]}
          onChange={(next) => onChange({ parameters: next === 'all' ? null : [] })}
        />
        {parameters === null ? null : (
          <FieldList
            one="Parameter"
            most={500}
            fields={parameters}
            onChange={(fields) => onChange({ parameters: fields })}
          />
        )}
      </FormPart>
      <FormPart title="Left out">
        <Shared name="ignored" label="Left out">
          <FieldList
            one="Left out"
            most={500}
            fields={ignored}
            onChange={(fields) => onChange({ ignored: fields })}
          />
        </Shared>
      </FormPart>
      <FormPart title="Table">
        <SharedSelect
          name="correlation"
          label="Correlation"
          value={settings.correlation}
          choices={[
            { value: 'spearman', label: 'Of ranks (Spearman)' },
            { value: 'pearson', label: 'Linear (Pearson)' },
          ]}
          onChange={(correlation) => onChange({ correlation })}
        />
        <SharedSelect
          name="sort"
          label="Order"
          value={settings.sort}
          choices={[
            { value: 'importance', label: 'By importance' },
            { value: 'correlation', label: 'By strength of correlation' },
            { value: 'name', label: 'By name' },
          ]}
          onChange={(sort) => onChange({ sort })}
        />
        <SharedNumber
          name="maxRows"
          label="Rows at most"
          value={settings.maxRows}
          min={1}
          max={500}
          onChange={(maxRows) => onChange({ maxRows })}
        />
      </FormPart>
    </div>
  );
}
