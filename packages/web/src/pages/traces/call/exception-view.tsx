import { CopyButton } from '../../../components/copy-button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import styles from './call.module.css';
import { readException } from './exception.ts';

/** What went wrong, with the way to it. */
export function ExceptionView({ exception }: { readonly exception: string }) {
  const { type, message, frames } = readException(exception);
  const text = [
    ...frames.map(
      ({ file, line, name, text }) =>
        `  File "${file}", line ${line ?? '?'}, in ${name}\n    ${text}`,
    ),
    [type, message].filter(Boolean).join(': '),
  ].join('\n');
  return (
    <section className={styles.exception} aria-label="Exception">
      <header className={styles.partHead}>
        <h2 className={styles.exceptionTitle}>{shownText(type ?? 'Error')}</h2>
        <span className={styles.spacer} />
        <CopyButton text={text} label="Copy exception" />
      </header>
      <p className={styles.exceptionText}>{shownText(message)}</p>
      {frames.length === 0 ? null : (
        <details>
          <summary>Traceback, {frames.length} frames</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className={styles.traceback} tabIndex={0}>
            {shownText(text)}
          </pre>
        </details>
      )}
    </section>
  );
}
