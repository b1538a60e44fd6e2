import type { ClientScores } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { formatPlural } from '../../components/format.ts';
import { Panel } from '../../components/panel.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import styles from './monitors.module.css';

/** What scorers and guardrails in clients' own code said of calls last. */
export function ClientScoresPanel({
  place,
  scores,
}: {
  readonly place: ProjectPlace;
  readonly scores: ClientScores;
}) {
  return (
    <Panel
      title="Guardrails and scorers of clients"
      count={formatPlural(scores.scorers.length, 'scorer')}
    >
      <p className={styles.hint}>
        What code that calls <code>call.apply_scorer(…)</code> said of its calls last
        {scores.hasMore ? '; older ones stand with their calls' : ''}.
      </p>
      {scores.scorers.map(({ name, count, results }) => (
        <section key={name} className={styles.clientScorer} aria-label={shownText(name)}>
          <h3>
            <Truncated text={name} />{' '}
            <span className={styles.hint}>{formatPlural(count, 'result')}</span>
          </h3>
          <ul className={styles.results}>
            {results.map((result) => (
              <li key={result.feedbackId}>
                <code>
                  <Truncated text={JSON.stringify(result.value)} />
                </code>
                <Link
                  to="/$entity/$project/weave/calls/$call"
                  params={{ ...place, call: result.callId }}
                >
                  Call
                </Link>
                <TimeAgo at={result.createdAt} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}
