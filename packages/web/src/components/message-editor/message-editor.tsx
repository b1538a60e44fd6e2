import type { PromptMessage } from '@runloom/model';
import { ImagePlus, Trash2, X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { IconButton } from '../icon-button.tsx';
import { shownText } from '../shown-text.ts';
import { useToasts } from '../toast.tsx';
import styles from './message-editor.module.css';
import { imagesOfMessage, textOfMessage, toolCallTexts, withContent } from './message-text.ts';
import { ToolCall } from './tool-call.tsx';

const ROLES = ['system', 'user', 'assistant', 'tool'] as const;
/** A request holds some of them. */
const MOST_IMAGE_BYTES = 5 * 1024 * 1024;

/** A message of a conversation: its role, its text, its images; functions that it asks for are told. */
export function MessageEditor({
  message,
  number,
  isReadOnly = false,
  onChange,
  onRemove,
  controls,
}: {
  readonly message: PromptMessage;
  /** Which one of several, from 1. */
  readonly number: number;
  readonly isReadOnly?: boolean;
  readonly onChange: (message: PromptMessage) => void;
  readonly onRemove?: (() => void) | undefined;
  /** Further buttons in its head. */
  readonly controls?: ReactNode;
}) {
  const file = useRef<HTMLInputElement>(null);
  const toasts = useToasts();
  const { role } = message;
  const [text, images] = [textOfMessage(message), imagesOfMessage(message)];
  const roles = ROLES.some((known) => known === role) ? ROLES : [...ROLES, role];
  const attach = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    if (chosen.size > MOST_IMAGE_BYTES) {
      toasts.failure('The image was not added', new Error('Images have at most 5 MiB here.'));
      return;
    }
    if (!(await isDrawable(chosen))) {
      const reason = `${chosen.name} is no PNG, JPEG, WebP or GIF that can be drawn.`;
      toasts.failure('The image was not added', new Error(reason));
      return;
    }
    onChange(withContent(message, text, [...images, await dataUrl(chosen)]));
  };
  const calls = toolCallTexts(message);
  const id: unknown = message['tool_call_id'];
  return (
    <article className={styles.message} aria-label={`Message ${number}`}>
      <header className={styles.head}>
        <select
          aria-label={`Role of message ${number}`}
          className={styles.role}
          value={role}
          disabled={isReadOnly}
          onChange={(event) => onChange({ ...message, role: event.target.value })}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {shownText(one)}
            </option>
          ))}
        </select>
        <span className={styles.spacer} />
        {controls}
        {isReadOnly ? null : (
          <>
            <IconButton
              size="small"
              label="Add an image"
              icon={<ImagePlus aria-hidden />}
              onClick={() => file.current?.click()}
            />
            <input
              ref={file}
              type="file"
              hidden
              accept="image/png,image/jpeg,image/webp,image/gif"
              aria-label={`Image for message ${number}`}
              onChange={(event) => {
                void attach(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
          </>
        )}
        {onRemove === undefined ? null : (
          <IconButton
            size="small"
            label="Delete the message"
            icon={<Trash2 aria-hidden />}
            onClick={onRemove}
          />
        )}
      </header>
      {role === 'tool' ? (
        <input
          aria-label={`Call that message ${number} answers`}
          className={styles.call}
          placeholder="id of the call"
          readOnly={isReadOnly}
          value={typeof id === 'string' ? id : ''}
          onChange={(event) => onChange({ ...message, tool_call_id: event.target.value })}
        />
      ) : null}
      <textarea
        aria-label={`Text of message ${number}`}
        className={styles.text}
        rows={Math.min(16, Math.max(2, text.split('\n').length + Math.floor(text.length / 90)))}
        readOnly={isReadOnly}
        value={text}
        onChange={(event) => onChange(withContent(message, event.target.value, images))}
      />
      {images.length === 0 ? null : (
        <div className={styles.images}>
          {images.map((url, index) => (
            <figure key={index} className={styles.figure}>
              {url.startsWith('data:image/') ? (
                <img className={styles.image} src={url} alt={`Part of message ${number}`} />
              ) : (
                <span className={styles.address}>{shownText(url)}</span>
              )}
              {isReadOnly ? null : (
                <IconButton
                  size="small"
                  label="Remove the image"
                  icon={<X aria-hidden />}
                  onClick={() =>
                    onChange(
                      withContent(
                        message,
                        text,
                        images.filter((_, other) => other !== index),
                      ),
                    )
                  }
                />
              )}
            </figure>
          ))}
        </div>
      )}
      {calls.map((call) => (
        <ToolCall key={call} text={call} />
      ))}
    </article>
  );
}

/** Whether the browser finds an image in it, whatever it is called. */
async function isDrawable(file: File): Promise<boolean> {
  try {
    (await createImageBitmap(file)).close();
    return true;
  } catch {
    return false;
  }
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The file can’t be read.'));
    reader.readAsDataURL(file);
  });
}
