import { runColour } from '../../../components/run-colour.ts';
import styles from './evaluation-mark.module.css';

/** The letter of a compared evaluation, so that colour is never the only sign: A, B, C … */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** A colour and a letter that stand for an evaluation all over a page. */
export function EvaluationMark({ index }: { readonly index: number }) {
  return (
    <span className={styles.mark}>
      <span className={styles.dot} style={{ background: runColour(index) }} />
      {letterOf(index)}
    </span>
  );
}
