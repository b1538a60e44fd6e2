import type { ModelProviderView } from '@runloom/model';
import { promptVariables } from '@runloom/model';
import { Columns2, Eraser, KeyRound, Send, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useReducer, useState } from 'react';
import page from '../../app/shell/page.module.css';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { fieldBoxClass, NumberField } from '../../components/fields.tsx';
import { textOfMessage } from '../../components/message-editor/message-text.ts';
import { shownText } from '../../components/shown-text.ts';
import type { ProjectPlace } from '../../data/client.ts';
import { ObjectsNav } from '../objects/objects-nav.tsx';
import { ChatColumn } from './chat-column.tsx';
import styles from './playground.module.css';
import { ProvidersDialog } from './providers-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import {
  openRuns,
  type PlaygroundState,
  reducePlayground,
  startState,
  unansweredUntil,
} from './state.ts';
import { storeState } from './stored-state.ts';
import { useRuns } from './use-runs.ts';

const MOST_CHATS = 8;
const MOST_TRIALS = 10;

type Open =
  | { readonly kind: 'providers' }
  | { readonly kind: 'settings'; readonly chat: number }
  | { readonly kind: 'save'; readonly chat: number; readonly as: 'prompt' | 'model' };

/** Chats side by side, one field that writes to all of them. */
export function Playground({
  place: { entity, project },
  start,
  providers,
  name,
}: {
  readonly place: ProjectPlace;
  readonly start: PlaygroundState;
  readonly providers: readonly ModelProviderView[];
  /** To save a prompt under. */
  readonly name: string;
}) {
  const place = useMemo(() => ({ entity, project }), [entity, project]);
  const [state, dispatch] = useReducer(reducePlayground, start);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const [draft, setDraft] = useState('');
  const [open, setOpen] = useState<Open | null>(null);
  const runs = useRuns(place, dispatch);
  const isRunning = openRuns(state).length > 0;
  useEffect(() => storeState(place, state), [place, state]);
  const { chats } = state;
  const names = variablesOf(state);
  const filled = new Map([...values].filter(([key]) => names.includes(key)));

  const send = (): void => {
    const text = draft.trim();
    if (isRunning) return;
    // The same reducer says what the state will be, so that the message is asked with.
    const action = { kind: 'add message', message: { role: 'user', content: draft } } as const;
    const next = text === '' ? state : reducePlayground(state, action);
    if (text !== '') dispatch(action);
    setDraft('');
    runs.start(
      next,
      next.chats.map((chat) => ({ chat, ...unansweredUntil(chat) })),
      filled,
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const chatOf = (id: number) => chats.find((chat) => chat.id === id);
  const settled = open?.kind === 'settings' ? chatOf(open.chat) : undefined;
  const saved = open?.kind === 'save' ? chatOf(open.chat) : undefined;
  return (
    <div className={classNames(page.page, page.fill, styles.page)}>
      <ObjectsNav entity={entity} project={project} />
      <div className={styles.toolbar}>
        <h1 className={page.title}>Playground</h1>
        <span className={styles.spacer} />
        <NumberField
          label="Tries"
          value={state.trials}
          min={1}
          max={MOST_TRIALS}
          onChange={(trials) => dispatch({ kind: 'set trials', trials: trials ?? 1 })}
        />
        <Button
          icon={<Columns2 aria-hidden />}
          disabled={chats.length >= MOST_CHATS}
          onClick={() => dispatch({ kind: 'add chat', provider: '', model: '' })}
        >
          Add a model
        </Button>
        <Button
          icon={<Eraser aria-hidden />}
          onClick={() => {
            runs.stop();
            dispatch({ kind: 'load', state: startState([], chats[0]?.settings) });
          }}
        >
          Clear
        </Button>
        <Button icon={<KeyRound aria-hidden />} onClick={() => setOpen({ kind: 'providers' })}>
          Providers
        </Button>
      </div>
      {providers.length === 0 ? (
        <EmptyState
          icon={<KeyRound />}
          title="No provider yet"
          action={
            <Button kind="primary" onClick={() => setOpen({ kind: 'providers' })}>
              Add a provider
            </Button>
          }
        >
          Models are asked by OpenAI’s interface (vLLM and Ollama speak it, too), Anthropic’s or
          Gemini’s. Every run is traced.
        </EmptyState>
      ) : (
        <>
          {names.length === 0 ? null : (
            <div className={styles.variables}>
              {names.map((variable) => (
                <label key={variable} className={styles.variable}>
                  <span>{shownText(variable)}</span>
                  <input
                    className={fieldBoxClass}
                    value={values.get(variable) ?? ''}
                    onChange={(event) =>
                      setValues(new Map(values).set(variable, event.target.value))
                    }
                  />
                </label>
              ))}
            </div>
          )}
          <div className={styles.columns}>
            {chats.map((chat, index) => (
              <ChatColumn
                key={chat.id}
                place={place}
                chat={chat}
                number={index + 1}
                providers={providers}
                canClose={chats.length > 1}
                dispatch={dispatch}
                onAsk={(until) =>
                  runs.start(state, [{ chat, ...(until === undefined ? {} : { until }) }], filled)
                }
                onSettings={() => setOpen({ kind: 'settings', chat: chat.id })}
                onSave={(as) => setOpen({ kind: 'save', chat: chat.id, as })}
              />
            ))}
          </div>
          <div className={styles.send}>
            <textarea
              aria-label="Message to all models"
              className={styles.draft}
              rows={Math.min(8, Math.max(2, draft.split('\n').length))}
              placeholder="Write to all models. Enter sends, Shift+Enter begins a line."
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
              onKeyDown={onKeyDown}
            />
            {isRunning ? (
              <Button icon={<Square aria-hidden />} onClick={runs.stop}>
                Stop
              </Button>
            ) : (
              <Button kind="primary" icon={<Send aria-hidden />} onClick={send}>
                Run
              </Button>
            )}
          </div>
        </>
      )}
      {open?.kind === 'providers' ? (
        <ProvidersDialog entity={entity} providers={providers} onClose={() => setOpen(null)} />
      ) : null}
      {settled === undefined ? null : (
        <SettingsDialog
          settings={settled.settings}
          onClose={() => setOpen(null)}
          onChange={(change) => dispatch({ kind: 'change settings', chat: settled.id, change })}
        />
      )}
      {saved === undefined || open?.kind !== 'save' ? null : (
        <SaveDialog
          place={place}
          chat={saved}
          as={open.as}
          name={open.as === 'prompt' ? name : 'model'}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

/** Of all messages that people wrote, each once. */
function variablesOf({ chats }: PlaygroundState): readonly string[] {
  const texts = chats.flatMap(({ turns }) =>
    turns.flatMap((turn) => (turn.kind === 'message' ? [textOfMessage(turn.message)] : [])),
  );
  return [...new Set(texts.flatMap(promptVariables))];
}
