import { useMemo } from 'react';
import { plainText } from '../ansi/ansi.ts';
import styles from './preview.module.css';

/** Text or code with its line numbers, whole, so that the browser's own search finds what is in it. */
export function TextPreview({ text, isDiff }: { readonly text: string; readonly isDiff: boolean }) {
  const lines = useMemo(
    () =>
      text
        .replace(/\r?\n$/, '')
        .split(/\r?\n/)
        .map(plainText),
    [text],
  );
  const numbers = useMemo(() => lines.map((_, index) => index + 1).join('\n'), [lines]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.text} tabIndex={0} aria-label="Text of the file">
      <pre className={styles.numbers} aria-hidden>
        {numbers}
      </pre>
      <pre className={styles.code}>
        <code>{isDiff ? lines.map(diffLine) : lines.join('\n')}</code>
      </pre>
    </section>
  );
}

function diffLine(line: string, index: number) {
  const kind = /^(?:diff |index |\+\+\+|---)/.test(line)
    ? styles.fileHead
    : line.startsWith('@@')
      ? styles.hunk
      : line.startsWith('+')
        ? styles.added
        : line.startsWith('-')
          ? styles.removed
          : undefined;
  const content = `${line}\n`;
  return kind === undefined ? (
    content
  ) : (
    <span key={index} className={kind}>
      {content}
    </span>
  );
}
