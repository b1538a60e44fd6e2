import { type ReactNode, useState } from 'react';
import { CheckField } from '../../../../components/check-field.tsx';
import { CopyButton } from '../../../../components/copy-button.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { InlineDiff } from '../../../../components/text-diff/inline-diff.tsx';
import { valueText } from '../../../../components/value-tree/api-json.ts';
import { EvaluationMark, letterOf } from '../../shared/evaluation-mark.tsx';
import styles from './example-drawer.module.css';

/** Longer texts are cut: all of it can be copied, or seen in its trace. */
const LONGEST_TEXT = 40_000;

/** What one evaluation made of an example; undefined where it has none. */
export interface ComparedOutput {
  /** Place of the evaluation. */
  readonly index: number;
  readonly value: unknown;
}

/** Outputs side by side, or each with what differs from the baseline's. */
export function OutputComparison({
  outputs,
  names,
}: {
  /** The baseline first. */
  readonly outputs: readonly ComparedOutput[];
  /** By the places of the evaluations. */
  readonly names: readonly string[];
}) {
  const [isDifference, setDifference] = useState(true);
  const [baseline, ...others] = outputs;
  const base = baseline === undefined ? null : outputText(baseline.value);
  return (
    <section className={styles.part} aria-label="Outputs">
      <header className={styles.partHead}>
        <h3>Output</h3>
        {others.length > 0 && base !== null ? (
          <CheckField
            label={`What differs from ${letterOf(baseline?.index ?? 0)}`}
            isChecked={isDifference}
            onChange={setDifference}
          />
        ) : null}
      </header>
      <div className={styles.columns}>
        {outputs.map(({ index, value }) => {
          const text = outputText(value);
          return (
            <article key={index} className={styles.output} aria-label={names[index]}>
              <header className={styles.outputHead}>
                <EvaluationMark index={index} />
                {text === null ? null : (
                  <CopyButton text={text} label={`Copy the output of ${letterOf(index)}`} />
                )}
              </header>
              {text === null ? (
                <p className={styles.none}>No output.</p>
              ) : isDifference && base !== null && index !== baseline?.index ? (
                <TextBox>
                  {base === text ? (
                    <span className={styles.none}>The same.</span>
                  ) : (
                    <InlineDiff before={shortened(base)} after={shortened(text)} />
                  )}
                </TextBox>
              ) : (
                <PlainText text={text} />
              )}
            </article>
          );
        })}
      </div>
    </section>
  );
}

/** A text as it is, anything else as its JSON; null for nothing. */
export function outputText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : valueText(value, 2);
}

export function PlainText({ text }: { readonly text: string }) {
  return <TextBox>{shownText(shortened(text))}</TextBox>;
}

function TextBox({ children }: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={styles.text} tabIndex={0}>
      {children}
    </pre>
  );
}

const shortened = (text: string): string =>
  text.length > LONGEST_TEXT
    ? `${text.slice(0, LONGEST_TEXT)}\n… cut here; copy it to get all of it.`
    : text;
