import { shownText } from '../shown-text.ts';
import styles from './message-editor.module.css';

/** A function that a model asks for, with what it gives to it. */
export function ToolCall({ text }: { readonly text: string }) {
  return <code className={styles.toolCall}>{shownText(text)}</code>;
}
