import type { CallRulesView } from '@runloom/model';
import { Plus } from 'lucide-react';
import { useEffect, useReducer, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { Panel } from '../../../components/panel.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TextField } from '../../../components/text-field.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useCallRulesPreview, useSaveCallRules } from '../../../data/call-rules.ts';
import { COMMON, changeDraft, draftOf, filled, inputOf, shareOf } from './draft.ts';
import { RedactionRow } from './redaction-row.tsx';
import styles from './rules.module.css';
import { type PreviewedCall, RulesPreview } from './rules-preview.tsx';

/** What is typed is looked at once it stands still. */
const QUIET_MS = 300;
const MOST_REDACTIONS = 100;

/** The rules, beside what they would make of a call. */
export function RulesForm({
  entity,
  project,
  saved,
  canManage,
}: {
  readonly entity: string;
  readonly project: string;
  readonly saved: CallRulesView;
  readonly canManage: boolean;
}) {
  const [draft, dispatch] = useReducer(changeDraft, saved, draftOf);
  const [call, setCall] = useState<PreviewedCall>({ kind: 'stored', id: '' });
  const save = useSaveCallRules(entity, project);
  const toasts = useToasts();
  const rules = inputOf(draft);
  const asked =
    call.kind === 'stored'
      ? call.id === ''
        ? null
        : { id: call.id }
      : call.text.trim() === ''
        ? null
        : { text: call.text };
  // Without a call the rules are looked at by themselves: what is wrong with them is told anyway.
  const preview = useCallRulesPreview(
    entity,
    project,
    useQuiet({ rules, call: asked ?? { text: '{}' } }),
  );
  const problems = new Map(
    preview.data?.problems.map(({ redaction, message }) => [
      filled(draft.redactions)[redaction]?.key,
      message,
    ]),
  );
  const isShareWrong = shareOf(draft.percent) === null;
  const isChanged = JSON.stringify(rules) !== JSON.stringify(inputOf(draftOf(saved)));
  const submit = () =>
    save.mutate(rules, {
      onSuccess: (view) => {
        toasts.success('The rules hold for all that comes from now on');
        dispatch({ kind: 'reset', draft: draftOf(view) });
      },
      onError: (error) => toasts.failure('The rules were not saved', error),
    });
  return (
    <div className={styles.sides}>
      <form
        className={styles.side}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Panel title="Redaction" count={String(draft.redactions.length)}>
          <p className={styles.hint}>
            Done to every call, whichever client sends it, before anything of it is stored. What is
            stored already stays as it is.
          </p>
          {draft.redactions.length === 0 ? (
            <p className={styles.none}>Nothing is redacted.</p>
          ) : (
            <ul className={styles.redactions} aria-label="Redactions">
              {draft.redactions.map((redaction) => (
                <RedactionRow
                  key={redaction.key}
                  redaction={redaction}
                  problem={problems.get(redaction.key) ?? null}
                  isReadOnly={!canManage}
                  onChange={(part) => dispatch({ kind: 'edit', key: redaction.key, part })}
                  onRemove={() => dispatch({ kind: 'remove', key: redaction.key })}
                />
              ))}
            </ul>
          )}
          {canManage && draft.redactions.length < MOST_REDACTIONS ? (
            <div className={styles.adding}>
              {(['pattern', 'path'] as const).map((kind) => (
                <Button
                  key={kind}
                  size="small"
                  icon={<Plus aria-hidden />}
                  onClick={() =>
                    dispatch({
                      kind: 'add',
                      redaction: { kind, text: '', replacement: '[redacted]' },
                    })
                  }
                >
                  {kind === 'pattern' ? 'Pattern' : 'Key path'}
                </Button>
              ))}
              <Menu
                trigger={
                  <Button size="small" kind="quiet">
                    What many redact…
                  </Button>
                }
              >
                {COMMON.map(([title, redaction]) => (
                  <MenuItem key={title} onSelect={() => dispatch({ kind: 'add', redaction })}>
                    {title}
                  </MenuItem>
                ))}
              </Menu>
            </div>
          ) : null}
        </Panel>
        <Panel title="Sampling">
          <TextField
            className={styles.percent}
            label="Traces that are kept, in percent"
            hint="A trace is kept with all of its calls, or not at all: its id decides, the same on every server."
            error={isShareWrong ? 'This is a number from 0 to 100.' : null}
            inputMode="decimal"
            value={draft.percent}
            readOnly={!canManage}
            onChange={(event) => dispatch({ kind: 'percent', percent: event.target.value })}
          />
        </Panel>
        <div className={styles.adding}>
          {canManage ? (
            <>
              <Button
                type="submit"
                kind="primary"
                isBusy={save.isPending}
                disabled={!isChanged || isShareWrong || problems.size > 0}
              >
                Save the rules
              </Button>
              <Button
                disabled={!isChanged}
                onClick={() => dispatch({ kind: 'reset', draft: draftOf(saved) })}
              >
                As they are saved
              </Button>
            </>
          ) : (
            <p className={styles.none}>Who may manage the project changes these.</p>
          )}
          {saved.updatedAt === null ? null : (
            <span className={styles.by}>
              Changed by {shownText(saved.updatedBy ?? 'somebody who is gone')},{' '}
              <TimeAgo at={saved.updatedAt} />
            </span>
          )}
        </div>
      </form>
      <RulesPreview
        entity={entity}
        project={project}
        call={call}
        onCall={setCall}
        preview={asked === null ? null : (preview.data ?? null)}
        error={asked === null ? null : preview.error}
      />
    </div>
  );
}

/** The value as it is once it has not changed for a moment. */
function useQuiet<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  const [quiet, setQuiet] = useState({ text, value });
  useEffect(() => {
    const timer = setTimeout(() => setQuiet({ text, value: JSON.parse(text) }), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return quiet.value;
}
