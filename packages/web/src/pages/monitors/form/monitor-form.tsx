import type { ModelProviderView, MonitorInput } from '@runloom/model';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import page from '../../../app/shell/page.module.css';
import { Button } from '../../../components/button.tsx';
import { CheckField } from '../../../components/check-field.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TextField } from '../../../components/text-field.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useScorers } from '../../../data/evaluation-runs.ts';
import { useTryMonitor } from '../../../data/monitors.ts';
import { ScorersField } from '../../evaluations/scorers/scorers-field.tsx';
import { AlarmsField } from './alarms-field.tsx';
import styles from './form.module.css';
import { keysOf, type MonitorDraft, readMonitor } from './monitor-draft.ts';
import { Trial } from './trial.tsx';

/** What a monitor looks at, how it judges, what it may use, and when it raises an alarm. */
export function MonitorForm({
  place,
  title,
  start,
  providers,
  isNew,
  isClients,
  isBusy,
  error,
  onSave,
}: {
  readonly place: ProjectPlace;
  readonly title: string;
  readonly start: MonitorDraft;
  readonly providers: readonly ModelProviderView[];
  readonly isNew: boolean;
  /** A client says what it looks at: only its budget and its alarms are shown. */
  readonly isClients: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSave: (input: MonitorInput) => void;
}) {
  const [draft, setDraft] = useState(start);
  const [isChecked, setChecked] = useState(false);
  const published = useScorers(place).data ?? [];
  const trial = useTryMonitor(place);
  const change = (part: Partial<MonitorDraft>) => setDraft({ ...draft, ...part });
  const read = readMonitor(draft, { isClients });
  const problem = 'problem' in read ? read.problem : null;
  const [first] = providers;
  const text = (label: string, key: keyof MonitorDraft, hint?: string, placeholder?: string) => (
    <TextField
      label={label}
      value={String(draft[key])}
      placeholder={placeholder}
      {...(hint === undefined ? {} : { hint })}
      onChange={(event) => change({ [key]: event.target.value })}
    />
  );
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{title}</h1>
        <span className={page.spacer} />
        <Button
          kind="primary"
          isBusy={isBusy}
          onClick={() => {
            setChecked(true);
            if ('input' in read) onSave(read.input);
          }}
        >
          {isNew ? 'Start' : 'Save a version'}
        </Button>
      </div>
      {isChecked && problem !== null ? (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      ) : null}
      {error === null ? null : (
        <p role="alert" className={styles.problem}>
          {messageOf(error)}
        </p>
      )}
      <Panel title={isClients ? 'Budget' : 'Calls'}>
        <div className={styles.fields}>
          {isNew ? text('Name', 'name', 'Letters, digits, _ and -') : null}
          {isClients
            ? null
            : text('Share of traces, percent', 'share', 'The same traces whenever they come')}
          {text('Most calls a day', 'callsPerDay', 'UTC; empty: no bound')}
          {text('Most US dollars a day', 'costPerDay', 'By prices; empty: no bound')}
          {isClients ? null : (
            <>
              <div className={styles.wide}>
                {text(
                  'Filter',
                  'filter',
                  'As in the list of traces; empty: all calls that end from now on',
                  'op = "answer" and status = "success"',
                )}
              </div>
              <div className={styles.wide}>{text('Description', 'description')}</div>
              <CheckField
                label="Only whole traces (their roots)"
                isChecked={draft.rootsOnly}
                onChange={(rootsOnly) => change({ rootsOnly })}
              />
            </>
          )}
        </div>
      </Panel>
      {isClients ? null : (
        <Panel title="Scorers">
          <ScorersField
            drafts={draft.scorers}
            providers={providers}
            published={published}
            model={{ provider: first?.name ?? '', model: first?.models[0] ?? '' }}
            isChecked={isChecked}
            onChange={(scorers) => change({ scorers })}
          />
        </Panel>
      )}
      <Panel title="Alarms">
        <AlarmsField
          alarms={draft.alarms}
          keys={keysOf(draft.scorers)}
          onChange={(alarms) => change({ alarms })}
        />
      </Panel>
      {isClients ? null : (
        <Panel
          title="Try it"
          controls={
            <Button
              icon={<FlaskConical aria-hidden />}
              isBusy={trial.isPending}
              disabled={draft.scorers.length === 0}
              onClick={() => {
                setChecked(true);
                const named = readMonitor({ ...draft, name: draft.name || 'draft' });
                if ('spec' in named) trial.mutate({ name: draft.name, spec: named.spec });
              }}
            >
              Try on recent calls
            </Button>
          }
        >
          {trial.error !== null ? (
            <p role="alert" className={styles.problem}>
              {messageOf(trial.error)}
            </p>
          ) : trial.data === undefined ? (
            <p className={styles.hint}>
              Scores the newest calls that the filter means; nothing of it is kept, though judges
              are really asked.
            </p>
          ) : (
            <Trial place={place} trial={trial.data} />
          )}
        </Panel>
      )}
    </div>
  );
}
