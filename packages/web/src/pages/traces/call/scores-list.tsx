import type { FeedbackView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import styles from './call.module.css';
import { shownFeedback } from './feedback.ts';
import { scoreLines } from './score-lines.ts';

/** What scorers and guardrails found of a call: each score by its parts, with the call that made it. */
export function ScoresList({
  entity,
  project,
  scores,
}: {
  readonly entity: string;
  readonly project: string;
  readonly scores: readonly FeedbackView[];
}) {
  return (
    <table className={styles.scores} aria-label="Scores">
      <thead>
        <tr>
          <th scope="col">Scorer</th>
          <th scope="col">Result</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {scores.map((one) => {
          const shown = shownFeedback(one);
          if (shown.kind !== 'other') return null;
          return (
            <tr key={one.id}>
              <th scope="row">
                <bdi>{shownText(shown.name)}</bdi>
              </th>
              <td>
                <dl className={styles.scoreParts}>
                  {scoreLines(shown.value).map(({ path, text, mark }) => (
                    <div key={path}>
                      {path === '' ? null : <dt>{shownText(path)}</dt>}
                      <dd className={mark === null ? undefined : styles[mark]}>
                        {mark === 'passed' ? '✓ ' : mark === 'failed' ? '✕ ' : ''}
                        {shownText(text)}
                      </dd>
                    </div>
                  ))}
                </dl>
              </td>
              <td>
                {one.callId === null ? (
                  <TimeAgo at={one.createdAt} />
                ) : (
                  <Link
                    to="/$entity/$project/weave/calls/$call"
                    params={{ entity, project, call: one.callId }}
                    className={styles.scoreCall}
                  >
                    <TimeAgo at={one.createdAt} />
                  </Link>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
