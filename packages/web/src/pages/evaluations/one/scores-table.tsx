import type { EvaluationScore } from '@runloom/model';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Truncated } from '../../../components/truncated.tsx';
import { EstimateText } from '../shared/estimate-text.tsx';
import { UncountedScores } from '../shared/uncounted-scores.tsx';
import styles from './one.module.css';

/** The scores of an evaluation with their intervals, side by side. */
export function ScoresTable({
  scores,
  uncounted,
}: {
  readonly scores: readonly EvaluationScore[];
  /** Keys of what scorers said without a number. */
  readonly uncounted: readonly string[];
}) {
  if (scores.length === 0 && uncounted.length === 0) {
    return <p className={styles.none}>No scores yet.</p>;
  }
  return (
    <>
      {scores.length === 0 ? null : (
        <ul className={styles.scores} aria-label="Scores">
          {scores.map(({ key, kind, direction, mean, low, high, count }) => (
            <li key={key} className={styles.score}>
              <span className={styles.scoreName}>
                <Truncated text={key} />
                <span title={`${direction} is better`}>
                  {direction === 'higher' ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
                  <span className="visually-hidden">{direction} is better</span>
                </span>
              </span>
              <EstimateText kind={kind} value={mean} low={low} high={high} count={count} />
            </li>
          ))}
        </ul>
      )}
      <UncountedScores keys={uncounted} className={styles.none} />
    </>
  );
}
