import type { ModelProviderView } from '@runloom/model';
import { Plus, RotateCcw, Save, Settings2, X } from 'lucide-react';
import type { Dispatch } from 'react';
import { Button } from '../../components/button.tsx';
import { fieldBoxClass } from '../../components/fields.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { MessageEditor } from '../../components/message-editor/message-editor.tsx';
import { shownText } from '../../components/shown-text.ts';
import type { ProjectPlace } from '../../data/client.ts';
import { Answer } from './answer.tsx';
import styles from './playground.module.css';
import type { Chat, PlaygroundAction } from './state.ts';

/** One conversation with one model; every message of it can be changed, asked again from, and removed. */
export function ChatColumn({
  place,
  chat,
  number,
  providers,
  canClose,
  dispatch,
  onAsk,
  onSettings,
  onSave,
}: {
  readonly place: ProjectPlace;
  readonly chat: Chat;
  readonly number: number;
  readonly providers: readonly ModelProviderView[];
  readonly canClose: boolean;
  readonly dispatch: Dispatch<PlaygroundAction>;
  /** @param until the turn that is answered */
  readonly onAsk: (until?: number) => void;
  readonly onSettings: () => void;
  readonly onSave: (as: 'prompt' | 'model') => void;
}) {
  const { settings, turns } = chat;
  const known = providers.find(({ name }) => name === settings.provider);
  return (
    <section className={styles.column} aria-label={`Chat ${number}`}>
      <header className={styles.columnHead}>
        <select
          aria-label={`Provider of chat ${number}`}
          className={fieldBoxClass}
          value={settings.provider}
          onChange={(event) =>
            dispatch({
              kind: 'change settings',
              chat: chat.id,
              change: { provider: event.target.value },
            })
          }
        >
          {known === undefined ? (
            <option value={settings.provider}>
              {settings.provider === '' ? 'Provider' : shownText(settings.provider)}
            </option>
          ) : null}
          {providers.map(({ name }) => (
            <option key={name} value={name}>
              {shownText(name)}
            </option>
          ))}
        </select>
        <input
          aria-label={`Model of chat ${number}`}
          className={fieldBoxClass}
          placeholder="Model"
          list={`models-${chat.id}`}
          value={settings.model}
          onChange={(event) =>
            dispatch({
              kind: 'change settings',
              chat: chat.id,
              change: { model: event.target.value },
            })
          }
        />
        <datalist id={`models-${chat.id}`}>
          {(known?.models ?? []).map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <IconButton
          size="small"
          label={`Settings of chat ${number}`}
          icon={<Settings2 aria-hidden />}
          onClick={onSettings}
        />
        <Menu
          align="end"
          trigger={
            <IconButton size="small" label={`Save chat ${number}`} icon={<Save aria-hidden />} />
          }
        >
          <MenuItem onSelect={() => onSave('prompt')}>Messages as a prompt…</MenuItem>
          <MenuItem onSelect={() => onSave('model')}>Settings as a model…</MenuItem>
        </Menu>
        {canClose ? (
          <IconButton
            size="small"
            label={`Close chat ${number}`}
            icon={<X aria-hidden />}
            onClick={() => dispatch({ kind: 'remove chat', chat: chat.id })}
          />
        ) : null}
      </header>
      <SettingsNote settings={settings} />
      <div className={styles.turns}>
        {turns.map((turn, index) =>
          turn.kind === 'message' ? (
            <MessageEditor
              key={turn.id}
              number={index + 1}
              message={turn.message}
              onChange={(message) =>
                dispatch({ kind: 'change message', chat: chat.id, turn: turn.id, message })
              }
              onRemove={() => dispatch({ kind: 'remove turn', chat: chat.id, turn: turn.id })}
              controls={
                turn.message.role === 'system' ? null : (
                  <IconButton
                    size="small"
                    label="Ask from here"
                    icon={<RotateCcw aria-hidden />}
                    onClick={() => onAsk(turn.id)}
                  />
                )
              }
            />
          ) : (
            <Answer
              key={turn.id}
              place={place}
              turn={turn}
              number={index + 1}
              onChoose={(chosen) =>
                dispatch({ kind: 'choose trial', chat: chat.id, turn: turn.id, chosen })
              }
              onEdit={() => dispatch({ kind: 'take answer', chat: chat.id, turn: turn.id })}
              onRetry={() => onAsk(turn.id)}
              onRemove={() => dispatch({ kind: 'remove turn', chat: chat.id, turn: turn.id })}
            />
          ),
        )}
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() =>
              dispatch({
                kind: 'add message',
                chat: chat.id,
                message: { role: turns.length === 0 ? 'system' : 'user', content: '' },
              })
            }
          >
            Message
          </Button>
        </div>
      </div>
    </section>
  );
}

function SettingsNote({ settings }: { readonly settings: Chat['settings'] }) {
  const { parameters, tools, answerSchema } = settings;
  const notes = [
    ...Object.entries(parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ...tools.map((tool) => `${tool.function.name}()`),
    ...(answerSchema === null ? [] : ['answers fit a schema']),
  ];
  return notes.length === 0 ? null : <p className={styles.note}>{shownText(notes.join(' · '))}</p>;
}
