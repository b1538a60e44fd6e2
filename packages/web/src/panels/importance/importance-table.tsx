import type { Correlation, Importance, ImportanceSettings } from '@runloom/model';
import { X } from 'lucide-react';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { shownText } from '../../components/shown-text.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { Truncated } from '../../components/truncated.tsx';
import styles from './importance.module.css';
import type { Unjudged } from './prepare.ts';
import type { ImportanceRow } from './rows.ts';

/** Parameters with their figures; bars for the eye, numbers for everybody. */
export function ImportanceTable({
  rows,
  rowCount,
  targetName,
  correlation,
  explained,
  unjudged,
  onIgnore,
}: {
  readonly rows: readonly ImportanceRow[];
  /** Of all that were judged. */
  readonly rowCount: number;
  readonly targetName: string;
  readonly correlation: ImportanceSettings['correlation'];
  readonly explained: number;
  readonly unjudged: readonly Unjudged[];
  readonly onIgnore: (field: string) => void;
}) {
  const widest = rows.reduce(
    (most, { importance }) => Math.max(most, importance.share, finite(importance.high)),
    0.01,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Parameters">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">
              <Tooltip
                content={`Which share of the variance of ${targetName.slice(0, 80)} comes from the parameter: by how much more the forest errs on runs it did not see when the parameter is shuffled. The line is the 95 % interval (delete-half jackknife). Parameters that move together share it.`}
              >
                <button type="button" className={styles.explained}>
                  Importance
                </button>
              </Tooltip>
            </th>
            <th scope="col">
              <Tooltip
                content={`${correlation === 'spearman' ? 'Spearman’s correlation of ranks' : 'Pearson’s correlation'} with the 95 % interval by Fisher’s z. Of a category: that which correlates most, against all others.`}
              >
                <button type="button" className={styles.explained}>
                  Correlation
                </button>
              </Tooltip>
            </th>
            <th scope="col">
              <span className="visually-hidden">Leave out</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, importance, correlation: found, category }) => (
            <tr key={field}>
              <th scope="row" className={styles.name}>
                <Truncated text={field.replace(/^config\./, '')} />
              </th>
              <td>
                <ImportanceBar importance={importance} widest={widest} />
              </td>
              <td>
                <CorrelationBar correlation={found} category={category} />
              </td>
              <td className={styles.action}>
                <IconButton
                  size="small"
                  label={`Leave ${shownText(field).slice(0, 100)} out`}
                  icon={<X aria-hidden />}
                  onClick={() => onIgnore(field)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        The forest explains {Math.round(100 * Math.max(0, explained))} % of the variance of{' '}
        <bdi>{shownText(targetName).slice(0, 100)}</bdi> in runs that it did not see.
        {rowCount > rows.length
          ? ` ${formatCount(rows.length)} of ${formatCount(rowCount)} parameters are shown.`
          : ''}
      </p>
      {unjudged.length > 0 ? (
        <details className={styles.unjudged}>
          <summary>
            {formatCount(unjudged.length)} {unjudged.length === 1 ? 'parameter' : 'parameters'} not
            judged
          </summary>
          <ul>
            {unjudged.map(({ field, reason }) => (
              <li key={field}>
                <bdi>{shownText(field.replace(/^config\./, '')).slice(0, 200)}</bdi>:{' '}
                {shownText(reason)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function ImportanceBar({
  importance: { share, low, high },
  widest,
}: {
  readonly importance: Importance;
  readonly widest: number;
}) {
  const at = (value: number) => `${(100 * Math.min(1, Math.max(0, value / widest))).toFixed(2)}%`;
  return (
    <div className={styles.figure}>
      <span className={styles.track} aria-hidden>
        <span className={styles.bar} style={{ width: at(share) }} />
        {Number.isFinite(low) ? (
          <span
            className={styles.interval}
            style={{ left: at(low), right: `calc(100% - ${at(high)})` }}
          />
        ) : null}
      </span>
      <span className={styles.numbers}>
        {fixed(share, 3)} <span className={styles.range}>{rangeText(low, high)}</span>
      </span>
    </div>
  );
}

function CorrelationBar({
  correlation,
  category,
}: {
  readonly correlation: Correlation | null;
  readonly category: string | null;
}) {
  if (correlation === null) return <span className={styles.range}>can’t be told</span>;
  const { r, low, high } = correlation;
  const at = (value: number) => `${(50 * (1 + value)).toFixed(2)}%`;
  return (
    <div className={styles.figure}>
      <span className={styles.track} aria-hidden>
        <span className={styles.middle} />
        <span
          className={r < 0 ? styles.negative : styles.positive}
          style={{ left: at(Math.min(0, r)), right: `calc(100% - ${at(Math.max(0, r))})` }}
        />
        {Number.isFinite(low) ? (
          <span
            className={styles.interval}
            style={{ left: at(low), right: `calc(100% - ${at(high)})` }}
          />
        ) : null}
      </span>
      <span className={styles.numbers}>
        {signed(r)} <span className={styles.range}>{rangeText(low, high)}</span>{' '}
        {category === null ? null : (
          <span className={styles.category}>
            <Truncated text={category} />
          </span>
        )}
      </span>
    </div>
  );
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

const signed = (value: number): string => `${value < 0 ? '' : '+'}${fixed(value, 2)}`;

/** What rounds to nothing has no sign. */
function fixed(value: number, places: number): string {
  const text = value.toFixed(places);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

function rangeText(low: number, high: number): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return '';
  return `${fixed(low, 2)} … ${fixed(high, 2)}`;
}
