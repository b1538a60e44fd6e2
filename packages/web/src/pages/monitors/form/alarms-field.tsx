import { BellPlus, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import styles from './form.module.css';
import { type AlarmDraft, newAlarm } from './monitor-draft.ts';

const DIRECTIONS = [
  { value: 'falls', label: 'falls below' },
  { value: 'rises', label: 'rises above' },
] as const;
const AGAINST = [
  { value: 'threshold', label: 'a threshold' },
  { value: 'baseline', label: 'what is usual' },
] as const;

/** Alarms that watch scores. */
export function AlarmsField({
  alarms,
  keys,
  onChange,
}: {
  readonly alarms: readonly AlarmDraft[];
  readonly keys: readonly string[];
  readonly onChange: (alarms: readonly AlarmDraft[]) => void;
}) {
  const listId = useId();
  return (
    <div className={styles.alarms}>
      <datalist id={listId}>
        {keys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {alarms.map((alarm, index) => {
        const change = (part: Partial<AlarmDraft>) =>
          onChange(alarms.with(index, { ...alarm, ...part }));
        const text = (label: string, key: keyof AlarmDraft, hint?: string) => (
          <TextField
            label={label}
            inputMode="decimal"
            value={String(alarm[key])}
            {...(hint === undefined ? {} : { hint })}
            onChange={(event) => change({ [key]: event.target.value })}
          />
        );
        return (
          <fieldset key={alarm.id} className={styles.alarm}>
            <legend className="visually-hidden">Alarm {index + 1}</legend>
            <TextField
              label="The mean of"
              list={listId}
              value={alarm.key}
              onChange={(event) => change({ key: event.target.value })}
            />
            <SelectField
              label="is worse when it"
              value={alarm.direction}
              choices={DIRECTIONS}
              onChange={(direction) => change({ direction })}
            />
            <SelectField
              label="held against"
              value={alarm.against}
              choices={AGAINST}
              onChange={(against) => change({ against })}
            />
            {alarm.against === 'threshold' ? (
              text('Threshold', 'value')
            ) : (
              <>
                {text('Calls that tell what is usual', 'calls')}
                {text('What may be given up', 'tolerance', 'In the unit of the score')}
              </>
            )}
            {text('Least value', 'min')}
            {text('Greatest value', 'max')}
            {text('Chance of a false alarm', 'alpha', 'Of the whole watch, however long')}
            <IconButton
              size="small"
              label={`Remove alarm ${index + 1}`}
              icon={<X aria-hidden />}
              onClick={() => onChange(alarms.toSpliced(index, 1))}
            />
          </fieldset>
        );
      })}
      <div>
        <Button
          icon={<BellPlus aria-hidden />}
          onClick={() => {
            const id = Math.max(0, ...alarms.map((alarm) => alarm.id)) + 1;
            const taken = alarms.map(({ key }) => key);
            const key = keys.find((one) => !taken.includes(one)) ?? '';
            onChange([...alarms, newAlarm(id, key)]);
          }}
        >
          Add an alarm
        </Button>
      </div>
    </div>
  );
}
