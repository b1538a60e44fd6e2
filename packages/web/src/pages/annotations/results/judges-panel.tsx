import type { JudgeView } from '@runloom/model';
import { formatCount, formatPercent, formatPlural } from '../../../components/format.ts';
import { IntervalPlot } from '../../../components/interval-plot.tsx';
import { Panel } from '../../../components/panel.tsx';
import { shownText } from '../../../components/shown-text.ts';
import shared from '../annotations.module.css';
import { answerText } from '../kind-text.ts';
import { figureText, intervalText } from './figures.ts';
import styles from './results.module.css';
import type { TitleOf } from './title-of.ts';

/** Scorers beside people: where they are wrong, by how much, and what is left of their mean. */
export function JudgesPanel({
  titleOf,
  judges,
}: {
  readonly titleOf: TitleOf;
  readonly judges: readonly JudgeView[];
}) {
  return (
    <Panel title="Scorers beside people">
      {judges.length === 0 ? (
        <p className={shared.muted}>
          No scorer judged these calls with values of the same kind as people did. Scores that
          clients give by <code>call.apply_scorer(…)</code>, or that evaluations give, appear here.
        </p>
      ) : (
        <>
          <p className={shared.muted}>
            What counts of a call is what was decided, or what all people said. The corrected mean
            takes the bias on these calls out of all calls that the scorer judged; it holds when the
            calls of this queue were chosen without looking at the scores.
          </p>
          <div className={styles.judges}>
            {judges.map((judge) => (
              <Judge
                key={`${judge.scorer} ${judge.path} ${judge.field}`}
                judge={judge}
                title={titleOf(judge.field)}
              />
            ))}
          </div>
        </>
      )}
    </Panel>
  );
}

function Judge({ judge, title }: { readonly judge: JudgeView; readonly title: string }) {
  const name = judge.path === '' ? judge.scorer : `${judge.scorer}.${judge.path}`;
  return (
    <section className={styles.judgeCard} aria-label={`${name} beside ${title}`}>
      <h3 className={styles.judgeTitle}>
        {shownText(name)} <span className={shared.muted}>beside</span> {shownText(title)}
      </h3>
      <p className={shared.muted}>
        {formatPlural(judge.pairs, 'call')} judged by both; the scorer judged{' '}
        {formatCount(judge.scored)}
        {judge.hasMore ? ', the newest of more,' : ''} in all.
      </p>
      {judge.confusion === null ? null : <ConfusionTable confusion={judge.confusion} />}
      <dl className={styles.numbers}>
        {judge.agreement === null ? null : (
          <>
            <dt>Says the same</dt>
            <dd>{formatPercent(judge.agreement)}</dd>
            <dt>Cohen’s κ</dt>
            <dd>
              {figureText(judge.kappa)}{' '}
              <span className={shared.muted}>{intervalText(judge.kappaInterval)}</span>
            </dd>
          </>
        )}
        {judge.bias === null ? null : (
          <>
            <dt>Bias</dt>
            <dd>
              {judge.bias > 0 ? '+' : ''}
              {figureText(judge.bias)}{' '}
              <span className={shared.muted}>{intervalText(judge.biasInterval)}</span>
            </dd>
          </>
        )}
        {judge.raw === null || judge.corrected === null ? null : (
          <>
            <dt>Mean as it stands</dt>
            <dd>{figureText(judge.raw)}</dd>
            <dt>Corrected</dt>
            <dd>
              <b>{figureText(judge.corrected)}</b>{' '}
              <span className={shared.muted}>{intervalText(judge.correctedInterval)}</span>
              {judge.confusion === null ? null : (
                <IntervalPlot
                  value={judge.corrected}
                  interval={judge.correctedInterval}
                  range={{ min: 0, max: 1 }}
                  tone="other"
                />
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function ConfusionTable({
  confusion: { categories, counts },
}: {
  readonly confusion: NonNullable<JudgeView['confusion']>;
}) {
  const most = Math.max(1, ...counts.flat());
  return (
    <table className={styles.confusion} aria-label="How often each pair of answers was given">
      <thead>
        <tr>
          <th scope="col">People ↓ Scorer →</th>
          {categories.map((category) => (
            <th key={String(category)} scope="col">
              {shownText(answerText(category))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counts.map((row, at) => (
          <tr key={String(categories[at])}>
            <th scope="row">{shownText(answerText(categories[at] ?? ''))}</th>
            {row.map((count, column) => (
              <td
                key={String(categories[column])}
                data-same={at === column || undefined}
                style={{ '--share': `${Math.round((60 * count) / most)}%` } as object}
              >
                {formatCount(count)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
