import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import styles from '../automations.module.css';
import type { Draft, FieldsProps } from './draft.ts';

const AGGREGATIONS = [
  { value: 'AVERAGE', label: 'Average' },
  { value: 'MIN', label: 'Minimum' },
  { value: 'MAX', label: 'Maximum' },
] as const;
const COMPARISONS = [
  { value: '$gt', label: 'is above' },
  { value: '$gte', label: 'is at least' },
  { value: '$lt', label: 'is below' },
  { value: '$lte', label: 'is at most' },
  { value: '$eq', label: 'equals' },
  { value: '$ne', label: 'differs from' },
] as const;
const DIRECTIONS = [
  { value: 'ANY', label: 'Either way' },
  { value: 'INCREASE', label: 'Upwards' },
  { value: 'DECREASE', label: 'Downwards' },
] as const;

/** What must hold of the metric. */
export function MetricFields(props: FieldsProps) {
  switch (props.draft.event) {
    case 'RUN_METRIC_CHANGE':
      return <ChangeFields {...props} />;
    case 'RUN_METRIC_ZSCORE':
      return <ZScoreFields {...props} />;
    default:
      return <ThresholdFields {...props} />;
  }
}

function ThresholdFields({ draft, problems, onChange }: FieldsProps) {
  return (
    <div className={styles.row}>
      <WholeNumber field="window" label="Over the last values" {...{ draft, problems, onChange }} />
      {draft.window === '1' ? null : <Aggregation {...{ draft, problems, onChange }} />}
      <SelectField
        label="Comparison"
        value={draft.comparison}
        choices={COMPARISONS}
        onChange={(comparison) => onChange({ comparison })}
      />
      <TextField
        label="Threshold"
        inputMode="decimal"
        value={draft.threshold}
        error={problems.threshold ?? null}
        onChange={(event) => onChange({ threshold: event.target.value })}
      />
    </div>
  );
}

function ChangeFields({ draft, problems, onChange }: FieldsProps) {
  return (
    <div className={styles.row}>
      <Aggregation {...{ draft, problems, onChange }} />
      <WholeNumber field="window" label="Of the last values" {...{ draft, problems, onChange }} />
      <WholeNumber
        field="priorWindow"
        label="Against the values before"
        {...{ draft, problems, onChange }}
      />
      <SelectField
        label="Direction"
        value={draft.direction}
        choices={DIRECTIONS}
        onChange={(direction) => onChange({ direction })}
      />
      <SelectField
        label="Measured"
        value={draft.change}
        choices={[
          { value: 'RELATIVE', label: 'In percent' },
          { value: 'ABSOLUTE', label: 'As a difference' },
        ]}
        onChange={(change) => onChange({ change })}
      />
      <TextField
        label={draft.change === 'RELATIVE' ? 'Percent' : 'Difference'}
        inputMode="decimal"
        value={draft.amount}
        error={problems.amount ?? null}
        onChange={(event) => onChange({ amount: event.target.value })}
      />
    </div>
  );
}

function ZScoreFields({ draft, problems, onChange }: FieldsProps) {
  return (
    <div className={styles.row}>
      <TextField
        label="Standard deviations"
        inputMode="decimal"
        value={draft.threshold}
        placeholder="3"
        error={problems.threshold ?? null}
        onChange={(event) => onChange({ threshold: event.target.value })}
      />
      <WholeNumber field="window" label="Of the values before" {...{ draft, problems, onChange }} />
      <SelectField
        label="Direction"
        value={draft.direction}
        choices={DIRECTIONS}
        onChange={(direction) => onChange({ direction })}
      />
    </div>
  );
}

function Aggregation({ draft, onChange }: FieldsProps) {
  return (
    <SelectField
      label="Aggregate"
      value={draft.aggregation}
      choices={AGGREGATIONS}
      onChange={(aggregation) => onChange({ aggregation })}
    />
  );
}

function WholeNumber({
  field,
  label,
  draft,
  problems,
  onChange,
}: FieldsProps & { readonly field: 'window' | 'priorWindow'; readonly label: string }) {
  return (
    <TextField
      label={label}
      inputMode="numeric"
      value={draft[field]}
      error={problems[field] ?? null}
      onChange={(event) => {
        const change: Partial<Draft> = { [field]: event.target.value.trim() };
        onChange(change);
      }}
    />
  );
}
