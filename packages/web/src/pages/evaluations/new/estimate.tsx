import type { EvaluationEstimate } from '@runloom/model';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { Cell, HeadCell, Table, Row as TableRow } from '../../../components/table.tsx';
import { formatCost } from '../../traces/format.ts';
import styles from './new.module.css';

/** What an evaluation would ask for, before it does. */
export function Estimate({ estimate }: { readonly estimate: EvaluationEstimate }) {
  const { rows, trials, asks, calls, cost, missingVariables } = estimate;
  return (
    <div className={styles.estimate}>
      <p role="status">
        <strong>{formatPlural(calls, 'call')}</strong> for {formatPlural(rows, 'example')}
        {trials > 1 ? `, each tried ${trials} times` : ''},{' '}
        {cost === null ? 'without a price' : <strong>about {formatCost(cost)}</strong>}.
      </p>
      {missingVariables.length === 0 ? null : (
        <p role="alert" className={styles.warning}>
          The dataset has no {missingVariables.map((name) => `{${shownText(name)}}`).join(', ')}:
          these stay in the prompt as they stand.
        </p>
      )}
      <Table label="What is asked">
        <thead>
          <tr>
            <HeadCell>Model</HeadCell>
            <HeadCell>For</HeadCell>
            <HeadCell align="end">Calls</HeadCell>
            <HeadCell align="end">Tokens in</HeadCell>
            <HeadCell align="end">Tokens out</HeadCell>
            <HeadCell align="end">Cost</HeadCell>
          </tr>
        </thead>
        <tbody>
          {asks.map((ask, index) => (
            <TableRow key={index}>
              <Cell>{shownText(`${ask.provider}/${ask.model}`)}</Cell>
              <Cell>{ask.purpose === 'judge' ? 'Verdicts' : 'Answers'}</Cell>
              <Cell align="end">{formatCount(ask.calls)}</Cell>
              <Cell align="end">{formatCount(ask.promptTokens)}</Cell>
              <Cell align="end">{formatCount(ask.completionTokens)}</Cell>
              <Cell align="end">{ask.cost === null ? '–' : formatCost(ask.cost)}</Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      <p className={styles.hint}>
        By the length of the first rows, four characters a token, and 250 tokens an answer. Prices
        are those of the project.
      </p>
    </div>
  );
}
