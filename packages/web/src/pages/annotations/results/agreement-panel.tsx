import type { FieldAgreement } from '@runloom/model';
import { Badge } from '../../../components/badge.tsx';
import { formatCount, formatPercent, formatPlural } from '../../../components/format.ts';
import { IntervalPlot } from '../../../components/interval-plot.tsx';
import { Panel } from '../../../components/panel.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Cell, HeadCell, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import shared from '../annotations.module.css';
import { figureText, intervalText, verdictOf } from './figures.ts';
import styles from './results.module.css';
import type { TitleOf } from './title-of.ts';

/** How much people agree, by field. */
export function AgreementPanel({
  titleOf,
  agreement,
}: {
  readonly titleOf: TitleOf;
  readonly agreement: readonly FieldAgreement[];
}) {
  return (
    <Panel title="Agreement" isFlush>
      {agreement.length === 0 ? (
        <p className={styles.empty}>This queue asks for nothing yet.</p>
      ) : (
        <Table label="Agreement by field">
          <thead>
            <tr>
              <HeadCell>Field</HeadCell>
              <HeadCell align="end">Judged</HeadCell>
              <HeadCell align="end">By two or more</HeadCell>
              <HeadCell align="end">All the same</HeadCell>
              <HeadCell align="end">Krippendorff’s α</HeadCell>
              <HeadCell width="280px">95 % interval</HeadCell>
              <HeadCell>Verdict</HeadCell>
            </tr>
          </thead>
          <tbody>
            {agreement.map((one) => {
              const verdict = verdictOf(one.alphaInterval);
              return (
                <tr key={one.field}>
                  <Cell>
                    <Truncated text={titleOf(one.field)} />
                  </Cell>
                  <Cell align="end">{formatCount(one.judged)}</Cell>
                  <Cell align="end">{formatCount(one.judgedByTwo)}</Cell>
                  <Cell align="end">
                    {one.judgedByTwo === 0 ? '–' : formatPercent(one.unanimous / one.judgedByTwo)}
                  </Cell>
                  <Cell align="end">{figureText(one.alpha)}</Cell>
                  <Cell>
                    {one.alpha === null ? (
                      <span className={shared.muted}>{reasonOf(one)}</span>
                    ) : (
                      <span className={styles.withMark}>
                        <IntervalPlot
                          value={one.alpha}
                          interval={one.alphaInterval}
                          range={{ min: -1, max: 1 }}
                          tone="other"
                        />
                        {intervalText(one.alphaInterval)}
                      </span>
                    )}
                  </Cell>
                  <Cell>
                    <Badge tone={verdict.tone}>{verdict.text}</Badge>
                  </Cell>
                </tr>
              );
            })}
          </tbody>
        </Table>
      )}
      {agreement.map(({ field, pairs }) =>
        pairs.length === 0 ? null : (
          <details key={field} className={styles.pairs}>
            <summary>
              Cohen’s κ of {formatPlural(pairs.length, 'pair')} in{' '}
              <b>{shownText(titleOf(field))}</b>
            </summary>
            <Table label={`Pairs of people in ${titleOf(field)}`}>
              <thead>
                <tr>
                  <HeadCell>Who</HeadCell>
                  <HeadCell align="end">Calls</HeadCell>
                  <HeadCell align="end">Said the same</HeadCell>
                  <HeadCell align="end">κ</HeadCell>
                  <HeadCell>95 % interval</HeadCell>
                </tr>
              </thead>
              <tbody>
                {pairs.map(({ users: [one, other], calls, agreement: share, kappa, interval }) => (
                  <tr key={`${one} ${other}`}>
                    <Cell>
                      <Truncated text={`${one} and ${other}`} />
                    </Cell>
                    <Cell align="end">{formatCount(calls)}</Cell>
                    <Cell align="end">{formatPercent(share)}</Cell>
                    <Cell align="end">{figureText(kappa)}</Cell>
                    <Cell>{kappa === null ? '–' : intervalText(interval)}</Cell>
                  </tr>
                ))}
              </tbody>
            </Table>
          </details>
        ),
      )}
    </Panel>
  );
}

function reasonOf({ scale, judgedByTwo }: FieldAgreement): string {
  if (scale === null) return 'Not for texts';
  return judgedByTwo === 0 ? 'No call has two answers' : 'All said one and the same';
}
