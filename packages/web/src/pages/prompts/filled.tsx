import { fillPrompt } from '@runloom/model';
import { useState } from 'react';
import { textOfMessage } from '../../components/message-editor/message-text.ts';
import { Panel } from '../../components/panel.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { messagesOf, type PromptValue, variablesOf } from './prompt-value.ts';
import styles from './prompts.module.css';

/** The variables of a prompt, and what it is with values in their places. */
export function Filled({ prompt }: { readonly prompt: PromptValue }) {
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const names = variablesOf(prompt);
  if (names.length === 0) return null;
  return (
    <Panel title="Variables" count={String(names.length)}>
      <div className={styles.filled}>
        <div className={styles.variables}>
          {names.map((name) => (
            <TextAreaField
              key={name}
              label={shownText(name)}
              rows={1}
              value={values.get(name) ?? ''}
              onChange={(event) => setValues(new Map(values).set(name, event.target.value))}
            />
          ))}
        </div>
        <section className={styles.preview} aria-label="Filled">
          {messagesOf(prompt).map((message, index) => (
            <div key={index}>
              {prompt.kind === 'MessagesPrompt' ? (
                <span className={styles.muted}>{shownText(message.role)}</span>
              ) : null}
              <p className={styles.text}>{shownText(fillPrompt(textOfMessage(message), values))}</p>
            </div>
          ))}
        </section>
      </div>
    </Panel>
  );
}
