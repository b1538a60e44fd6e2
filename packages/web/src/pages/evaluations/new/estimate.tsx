import type { EvaluationEstimate } from '@runloom/model';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { Table } from '../../../components/table.tsx';
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
            <th scope="col">Model</th>
            <th scope="col">For</th>
            <th scope="col">Calls</th>
            <th scope="col">Tokens in</th>
            <th scope="col">Tokens out</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {asks.map((ask, index) => (
            <tr key={index}>
              <td>{shownText(`${ask.provider}/${ask.model}`)}</td>
              <td>{ask.purpose === 'judge' ? 'Verdicts' : 'Answers'}</td>
              <td>{formatCount(ask.calls)}</td>
              <td>{formatCount(ask.promptTokens)}</td>
              <td>{formatCount(ask.completionTokens)}</td>
              <td>{ask.cost === null ? '–' : formatCost(ask.cost)}</td>
            </tr>
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
