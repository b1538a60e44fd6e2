import type { ReactNode } from 'react';
import { classNames } from '../../../../components/class-names.ts';
import { formatCount } from '../../../../components/format.ts';
import { Truncated } from '../../../../components/truncated.tsx';
import { formatCost, formatLatency } from '../../../traces/format.ts';
import { formatDifference, formatScore } from '../../shared/score-text.ts';
import styles from './examples.module.css';
import { cellText, type ExampleColumn, type Examples, standingOf } from './examples.ts';

/** A column of the table of examples; its id is what rows are sorted by. */
export interface TableColumn {
  readonly id: string;
  readonly label: string;
  /** Null for what is of all evaluations. */
  readonly evaluation: number | null;
  /** px */
  readonly width: number;
  readonly isWide: boolean;
  readonly render: (row: number) => ReactNode;
}

export interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly TableColumn[];
}

const OUTPUT_WIDTH = 200;
const VALUE_WIDTH = 104;
/** With how far the trials lie apart. */
const SPREAD_WIDTH = 152;

/** Scores, then outputs, then what it took; a column for each evaluation. */
export function exampleColumns(
  examples: Examples,
  scores: readonly ExampleColumn[],
): readonly ColumnGroup[] {
  const evaluations = Array.from({ length: examples.evaluationCount }, (_, index) => index);
  const ofEach = (
    key: string,
    label: string,
    render: (row: number, evaluation: number) => ReactNode,
    valueWidth = VALUE_WIDTH,
  ): ColumnGroup => ({
    title: label,
    columns: evaluations.map((evaluation) => ({
      id: `${evaluation}:${key}`,
      label,
      evaluation,
      width: key === 'output' ? OUTPUT_WIDTH : valueWidth,
      isWide: key === 'output',
      render: (row) => render(row, evaluation),
    })),
  });
  const value = (column: ExampleColumn, format: (value: number) => string) =>
    ofEach(column.key, column.key, (row, evaluation) => (
      <Value column={column} row={row} evaluation={evaluation} format={format} />
    ));
  const isKnown = ({ values }: ExampleColumn) =>
    values.some((column) => column.some((one) => !Number.isNaN(one)));
  return [
    ...scores.map((score) =>
      ofEach(
        `score.${score.key}`,
        score.key,
        (row, evaluation) => (
          <Score examples={examples} score={score} row={row} evaluation={evaluation} />
        ),
        hasSpread(score) ? SPREAD_WIDTH : VALUE_WIDTH,
      ),
    ),
    ofEach('output', 'Output', (row, evaluation) => (
      <Output examples={examples} row={row} evaluation={evaluation} />
    )),
    ...[
      { column: examples.latency, format: (seconds: number) => formatLatency(seconds * 1_000) },
      { column: examples.tokens, format: formatCount },
      { column: examples.cost, format: formatCost },
    ]
      .filter(({ column }) => isKnown(column))
      .map(({ column, format }) => value(column, format)),
  ];
}

const hasSpread = ({ spreads }: ExampleColumn): boolean =>
  spreads?.some((column) => column.some((spread) => spread > 0)) ?? false;

function Output({
  examples,
  row,
  evaluation,
}: {
  readonly examples: Examples;
  readonly row: number;
  readonly evaluation: number;
}) {
  if (examples.trials[evaluation]?.[row] === 0) return <Absent />;
  const failures = examples.failures[evaluation]?.[row] ?? 0;
  const outputs = examples.outputs[evaluation];
  const text = outputs === undefined ? null : cellText(outputs, row);
  if (failures > 0) {
    // Where a scorer failed, the model has answered all the same.
    return (
      <span className={styles.failure}>
        <span className={styles.failed}>✕ failed</span>
        {text === null || text === 'null' ? null : (
          <Truncated text={text} className={styles.preview} />
        )}
      </span>
    );
  }
  return text === null ? <Absent /> : <Truncated text={text} className={styles.preview} />;
}

function Score({
  examples,
  score,
  row,
  evaluation,
}: {
  readonly examples: Examples;
  readonly score: ExampleColumn;
  readonly row: number;
  readonly evaluation: number;
}) {
  const value = score.values[evaluation]?.[row] ?? Number.NaN;
  if (Number.isNaN(value)) return <Absent />;
  const trials = examples.trials[evaluation]?.[row] ?? 1;
  const standing = evaluation === 0 ? 'same' : standingOf(score, row, evaluation);
  const base = score.values[0]?.[row] ?? Number.NaN;
  const spread = score.spreads?.[evaluation]?.[row] ?? Number.NaN;
  return (
    <span
      className={classNames(
        styles.value,
        standing === 'better' && styles.better,
        standing === 'worse' && styles.worse,
      )}
      title={
        standing === 'better' || standing === 'worse'
          ? `${standing} than A by ${formatDifference(score.kind, value - base)}`
          : undefined
      }
    >
      {standing === 'better' ? '▲ ' : standing === 'worse' ? '▼ ' : ''}
      {scoreText(score.kind, value, trials)}
      {trials > 1 && spread > 0 ? (
        <span
          className={styles.spread}
          title={`${trials} trials, ${formatScore(score.kind, spread)} apart`}
        >
          {' '}
          ↕ {formatScore(score.kind, spread)}
        </span>
      ) : null}
    </span>
  );
}

/** Of a single trial, whether it passed; of several, the share that did. */
function scoreText(kind: ExampleColumn['kind'], value: number, trials: number): string {
  if (kind === 'rate' && trials <= 1)
    return value === 1 ? 'pass' : value === 0 ? 'fail' : `${value}`;
  return formatScore(kind, value);
}

function Value({
  column,
  row,
  evaluation,
  format,
}: {
  readonly column: ExampleColumn;
  readonly row: number;
  readonly evaluation: number;
  readonly format: (value: number) => string;
}) {
  const value = column.values[evaluation]?.[row] ?? Number.NaN;
  return Number.isNaN(value) ? <Absent /> : format(value);
}

function Absent() {
  return <span className={styles.absent}>–</span>;
}
