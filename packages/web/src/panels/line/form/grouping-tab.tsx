import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { useRunFields } from '../../panel-data.ts';
import { CheckField, Field, SelectField, TextInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';

export function GroupingTab() {
  const { settings, set } = useLineForm();
  return (
    <>
      <CheckField
        name="isGrouped"
        label="Group runs"
        hint="Each group is one line, computed from every point of all its runs."
      />
      <SelectField
        name="groupKind"
        label="Runs belong together when"
        value={settings.groupKind}
        choices={[
          { value: 'by', label: 'these fields are the same' },
          { value: 'allBut', label: 'all of the config but these is the same' },
        ]}
        onChange={(groupKind) =>
          set({
            groupKind,
            ...(groupKind === 'allBut' && settings.groupFields.join() === 'group'
              ? { groupFields: ['config.seed'] }
              : {}),
          })
        }
      />
      <FieldList />
      <SelectField
        name="aggregate"
        label="Line"
        value={settings.aggregate}
        choices={[
          { value: 'mean', label: 'Mean' },
          { value: 'median', label: 'Median' },
          { value: 'min', label: 'Minimum' },
          { value: 'max', label: 'Maximum' },
          { value: 'sum', label: 'Sum' },
        ]}
        hint={
          settings.aggregate === 'sum'
            ? 'Over the runs that have a number at an x; where a run ends, the line falls.'
            : undefined
        }
        onChange={(aggregate) => set({ aggregate })}
      />
      <SelectField
        name="band"
        label="Band"
        value={settings.band}
        choices={[
          { value: 'ci95', label: '95 % interval of the mean' },
          { value: 'se', label: 'Standard error' },
          { value: 'sd', label: 'Standard deviation' },
          { value: 'minmax', label: 'Lowest to highest run' },
          { value: 'samples', label: 'None, but the line of each run' },
          { value: 'none', label: 'None' },
        ]}
        hint={
          settings.aggregate === 'sum'
            ? 'A sum has no band: spread tells of single runs.'
            : BAND_HINTS[settings.band]
        }
        onChange={(band) => set({ band })}
      />
      <SelectField
        name="alignment"
        label="Where runs meet on x"
        value={settings.alignment}
        choices={[
          { value: 'auto', label: 'Automatic' },
          { value: 'exact-x', label: 'At each logged x' },
          { value: 'windowed', label: 'In windows' },
        ]}
        hint={ALIGNMENT_HINTS[settings.alignment]}
        onChange={(alignment) => set({ alignment })}
      />
    </>
  );
}

const BAND_HINTS = {
  ci95: 'Student’s t over the runs at each x, right for few runs too. One run alone has none.',
  se: 'Sample standard deviation divided by √n, on both sides of the line.',
  sd: 'Of these runs (population), as W&B draws it, on both sides of the line.',
  minmax: 'All runs lie within.',
  samples: 'Faintly, as logged: smoothing is of the group’s line alone.',
  none: '',
} as const;

const ALIGNMENT_HINTS = {
  auto: 'At each logged x where the runs share their steps, else in windows.',
  'exact-x': 'Only runs that have a point at an x count there. Nothing is interpolated.',
  windowed: 'Each run counts once in each window, by the mean of all its points there.',
} as const;

const ATTRIBUTES = ['group', 'jobType', 'tags', 'user', 'state', 'host', 'gpu', 'python', 'os'];

function FieldList() {
  const { settings, set } = useLineForm();
  const found = useRunFields('', 'config').data?.fields;
  const listId = useId();
  const [round, setRound] = useState(0);
  const { groupFields } = settings;
  const known = [...ATTRIBUTES, ...(found ?? []).map(({ field }) => field)];
  return (
    <Field
      names={['groupFields']}
      label={settings.groupKind === 'by' ? 'Fields that are the same' : 'Fields that may differ'}
    >
      <div className={styles.wide}>
        <ul className={styles.keys} aria-label="Fields">
          {groupFields.map((field) => (
            <li key={field} className={styles.key}>
              <span className={styles.keyName}>{field}</span>
              <IconButton
                size="small"
                label={`Remove ${field}`}
                icon={<X aria-hidden />}
                onClick={() => set({ groupFields: groupFields.filter((one) => one !== field) })}
              />
            </li>
          ))}
        </ul>
        <TextInput
          key={round}
          label="Add a field"
          placeholder="config.lr, group, tags…"
          value=""
          list={listId}
          onChange={(value) => {
            const field = value.trim();
            if (field !== '' && !groupFields.includes(field)) {
              set({ groupFields: [...groupFields, field] });
            }
            setRound(round + 1);
          }}
        />
        <datalist id={listId}>
          {known
            .filter((field) => !groupFields.includes(field))
            .slice(0, 500)
            .map((field) => (
              <option key={field} value={field} />
            ))}
        </datalist>
      </div>
    </Field>
  );
}
