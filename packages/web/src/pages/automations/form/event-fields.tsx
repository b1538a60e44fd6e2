import { useId } from 'react';
import { CheckField } from '../../../components/check-field.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextAreaField } from '../../../components/text-area-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import type { AutomationPlace } from '../../../data/automations.ts';
import { useMetricKeys } from '../../../data/projects.ts';
import styles from '../automations.module.css';
import { EVENTS, fieldOf, isMetricEvent, isMonitorEvent, isRunEvent } from '../events.ts';
import type { FieldsProps } from './draft.ts';
import { MetricFields } from './metric-fields.tsx';

const STATES = [
  'FAILED',
  'CRASHED',
  'FINISHED',
  'KILLED',
  'RUNNING',
  'PREEMPTING',
  'PREEMPTED',
] as const;

/** What sets it off, and which runs or versions are meant. */
export function EventFields({
  draft,
  problems,
  place,
  isNew,
  onChange,
}: FieldsProps & { readonly place: AutomationPlace; readonly isNew: boolean }) {
  const isRegistry = place.project?.startsWith('wandb-registry-') ?? false;
  const offered = EVENTS.filter(
    ({ value, group }) =>
      value === draft.event ||
      (isRegistry ? group === 'artifact' && value !== 'CREATE_ARTIFACT' : true),
  );
  return (
    <fieldset className={styles.step}>
      <legend>1. When</legend>
      <SelectField
        label="Event"
        value={draft.event}
        choices={offered}
        onChange={(event) => onChange({ event, rawFilter: null })}
      />
      {draft.rawFilter !== null ? (
        <TextAreaField
          label="Filter"
          isCode
          rows={6}
          value={draft.rawFilter}
          hint="This filter was written elsewhere and says more than the fields of this form: it is edited as it is. Another event starts anew."
          error={problems.rawFilter ?? null}
          onChange={(event) => onChange({ rawFilter: event.target.value })}
        />
      ) : (
        <>
          {isMetricEvent(draft.event) ? (
            <>
              <MetricName draft={draft} problems={problems} place={place} onChange={onChange} />
              <MetricFields draft={draft} problems={problems} onChange={onChange} />
            </>
          ) : null}
          {draft.event === 'RUN_STATE' ? (
            <div className={styles.step}>
              <fieldset className={styles.checks} aria-label="States">
                {STATES.map((state) => (
                  <CheckField
                    key={state}
                    label={state.toLowerCase()}
                    isChecked={draft.states.includes(state)}
                    onChange={(isChosen) =>
                      onChange({
                        states: isChosen
                          ? [...draft.states, state]
                          : draft.states.filter((other) => other !== state),
                      })
                    }
                  />
                ))}
              </fieldset>
              {problems.states ? <p className={styles.error}>{problems.states}</p> : null}
            </div>
          ) : null}
          {isRunEvent(draft.event) ? (
            <TextField
              label="Which runs"
              placeholder="All"
              value={draft.runs}
              spellCheck={false}
              autoComplete="off"
              hint="As in the list of runs: config.lr > 0.1 and tags = baseline"
              error={problems.runs ?? null}
              onChange={(event) => onChange({ runs: event.target.value })}
            />
          ) : isMonitorEvent(draft.event) ? (
            <TextField
              label="Which monitor"
              placeholder="Any"
              value={draft.text}
              spellCheck={false}
              autoComplete="off"
              maxLength={128}
              onChange={(event) => onChange({ text: event.target.value })}
            />
          ) : (
            <NameFields draft={draft} problems={problems} onChange={onChange} />
          )}
        </>
      )}
      {!isRunEvent(draft.event) && !isMonitorEvent(draft.event) && place.project !== null ? (
        <TextField
          label="Which collection"
          placeholder="All of the project"
          value={draft.collection}
          disabled={!isNew}
          maxLength={128}
          autoComplete="off"
          hint={isNew ? undefined : 'Where an automation looks can’t be changed.'}
          onChange={(event) => onChange({ collection: event.target.value })}
        />
      ) : null}
    </fieldset>
  );
}

function MetricName({
  draft,
  problems,
  place,
  onChange,
}: FieldsProps & { readonly place: AutomationPlace }) {
  const listId = useId();
  return (
    <>
      <TextField
        label="Metric"
        placeholder="val/loss"
        value={draft.metric}
        list={listId}
        spellCheck={false}
        autoComplete="off"
        hint="Metrics of the machine begin with system."
        error={problems.metric ?? null}
        onChange={(event) => onChange({ metric: event.target.value })}
      />
      <datalist id={listId}>
        {place.project === null ? null : (
          <KnownMetrics entity={place.entity} project={place.project} />
        )}
      </datalist>
    </>
  );
}

const MOST_OFFERED = 1_000;

function KnownMetrics({ entity, project }: { readonly entity: string; readonly project: string }) {
  const keys = useMetricKeys(entity, project).data;
  return [...(keys?.history ?? []), ...(keys?.system ?? [])]
    .slice(0, MOST_OFFERED)
    .map((key) => <option key={key} value={key} />);
}

function NameFields({ draft, problems, onChange }: FieldsProps) {
  const field = fieldOf(draft.event);
  if (field === null) return null;
  return (
    <div className={styles.row}>
      <SelectField
        label={field === 'alias' ? 'Which alias' : 'Which tag'}
        value={draft.names}
        choices={[
          { value: 'any', label: 'Any' },
          { value: 'is', label: 'Exactly' },
          { value: 'matches', label: 'Matching a pattern' },
        ]}
        onChange={(names) => onChange({ names })}
      />
      {draft.names === 'any' ? null : (
        <TextField
          label={draft.names === 'is' ? 'Name' : 'Pattern'}
          placeholder={draft.names === 'is' ? 'production' : '^prod'}
          value={draft.text}
          spellCheck={false}
          autoComplete="off"
          error={problems.text ?? null}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      )}
    </div>
  );
}
