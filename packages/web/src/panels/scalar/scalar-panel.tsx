import type { CellValue } from '@runloom/model';
import { formatValue } from '../../charts/format.ts';
import { messageOf } from '../../components/error-state.tsx';
import { formatCount } from '../../components/format.ts';
import { Truncated } from '../../components/truncated.tsx';
import { PanelFrame } from '../board/panel-frame.tsx';
import { useRunValues } from '../panel-data.ts';
import type { PanelProps } from '../panel-type.ts';
import styles from './scalar.module.css';
import type { ScalarSettings } from './settings.ts';

/** The mean of a value over the runs, and the value of each. */
export function ScalarPanel({ spec, settings, isFullScreen }: PanelProps<ScalarSettings>) {
  const { field, scope } = settings;
  const { runs, totalCount, isPending, error } = useRunValues(field === '' ? [] : [field], scope);
  const numbers = runs.flatMap(({ values: [value] }) => (typeof value === 'number' ? [value] : []));
  const isWhole = runs.length >= totalCount;
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={isPending}
      menu={null}
      facts={
        isWhole
          ? `${formatCount(numbers.length)} ${numbers.length === 1 ? 'run' : 'runs'}`
          : `the first ${formatCount(runs.length)} of ${formatCount(totalCount)} runs`
      }
    >
      <div className={styles.body}>
        {field === '' ? (
          <p className={styles.note}>Choose a field in the panel’s settings.</p>
        ) : null}
        {error === null ? null : <p role="alert">{messageOf(error)}</p>}
        {numbers.length > 0 ? (
          <p className={styles.mean}>
            {formatValue(meanOf(numbers))}
            {numbers.length > 1 ? (
              <span className={styles.deviation} title="Mean ± standard deviation (n − 1)">
                {' '}
                ± {formatValue(Number(deviationOf(numbers).toPrecision(2)))}
              </span>
            ) : null}
          </p>
        ) : null}
        {field !== '' && runs.length > 0 && numbers.length === 0 && !isPending ? (
          <p className={styles.note}>No run has a number in {field}.</p>
        ) : null}
        <ul className={styles.runs}>
          {runs.map(({ name, label, colour, values: [value = null] }) => (
            <li key={name} className={styles.run}>
              <span
                className={styles.dot}
                style={{ background: colour ?? 'var(--border-strong)' }}
              />
              <span className={styles.label}>
                <Truncated text={label} />
              </span>
              <span className={styles.value}>{shown(value)}</span>
            </li>
          ))}
        </ul>
      </div>
    </PanelFrame>
  );
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function deviationOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers);
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}

function shown(value: CellValue): string {
  if (value === null) return '–';
  if (typeof value === 'number') return formatValue(value);
  return typeof value === 'object' ? value.$number : String(value).slice(0, 100);
}
