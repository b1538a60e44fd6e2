import { isIdentity } from '@runloom/model';
import { type CSSProperties, useId, useState } from 'react';
import { axisMetric, type ChartAxis } from '../../charts/chart-axis.ts';
import { Button } from '../../components/button.tsx';
import { Popover } from '../../components/popover.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { type SmoothingKind, smoothingOf, strengthOf } from '../board/board-address.ts';
import type { BoardAction, BoardView } from '../board/board-view.ts';
import styles from './board-toolbar.module.css';

interface Scale {
  readonly label: string;
  readonly title: string;
  /** What the number means. */
  readonly strength: string;
  readonly note: string;
  readonly most: number;
  readonly step: number;
  /** Strength of a start, when the reader changes the kind. */
  readonly start: number;
}

const SCALES: Readonly<Record<SmoothingKind, Scale>> = {
  twema: {
    label: 'TWEMA',
    title: 'Time-weighted EMA',
    strength: 'Weight',
    note: 'Time-weighted moving average: lines of different density are smoothed alike.',
    most: 0.999,
    step: 0.001,
    start: 0.6,
  },
  ema: {
    label: 'EMA',
    title: 'EMA',
    strength: 'Weight',
    note: 'Exponential moving average, by the same formula as TensorBoard.',
    most: 0.999,
    step: 0.001,
    start: 0.6,
  },
  gaussian: {
    label: 'Gaussian',
    title: 'Gaussian',
    strength: 'Width σ',
    note: 'A bell that looks to both sides.',
    most: 500,
    step: 1,
    start: 10,
  },
  average: {
    label: 'Average',
    title: 'Running average',
    strength: 'Points',
    note: 'The mean of as many points around each point.',
    most: 500,
    step: 1,
    start: 10,
  },
};

const KINDS: readonly SmoothingKind[] = ['twema', 'ema', 'gaussian', 'average'];

function unitOf(axis: ChartAxis): string {
  return axisMetric(axis) ?? (axis === 'step' ? 'steps' : 'seconds');
}

/** Kind and strength of the smoothing, in a panel that opens from a button. */
export function SmoothingControl({
  smoothing,
  axis,
  showsOriginal,
  dispatch,
}: {
  readonly smoothing: BoardView['smoothing'];
  readonly axis: ChartAxis;
  readonly showsOriginal: boolean;
  readonly dispatch: (action: BoardAction) => void;
}) {
  const scale = SCALES[smoothing.kind];
  const strength = strengthOf(smoothing);
  const isOff = isIdentity(smoothing);
  const change = (kind: SmoothingKind, next: number) =>
    dispatch({ kind: 'smoothing', smoothing: smoothingOf(kind, next) });
  return (
    <Popover
      label="Smoothing"
      align="end"
      trigger={
        <Button kind="quiet" className={styles.smoothing} aria-pressed={!isOff}>
          Smoothing <span className={styles.value}>{isOff ? 'off' : formatStrength(strength)}</span>
        </Button>
      }
    >
      <div className={styles.form}>
        <Segmented
          label="Kind of smoothing"
          value={smoothing.kind}
          choices={KINDS.map((kind) => ({ value: kind, label: SCALES[kind].label }))}
          onChange={(kind) => change(kind, isOff ? strengthOff(kind) : startOf(kind, smoothing))}
        />
        <p className={styles.note}>{scale.note}</p>
        <Strength
          key={smoothing.kind}
          scale={scale}
          unit={smoothing.kind === 'gaussian' ? `, ${unitOf(axis)}` : ''}
          strength={strength}
          onChange={(next) => change(smoothing.kind, next)}
        />
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={showsOriginal}
            onChange={(event) => dispatch({ kind: 'original', isShown: event.target.checked })}
          />
          Show what was logged faintly behind
        </label>
      </div>
    </Popover>
  );
}

/** A weight means the same to both moving averages; all else starts anew. */
function startOf(kind: SmoothingKind, before: BoardView['smoothing']): number {
  const isWeight = (other: SmoothingKind) => other === 'twema' || other === 'ema';
  return isWeight(kind) && isWeight(before.kind) ? strengthOf(before) : SCALES[kind].start;
}

/** Nothing is smoothed by a weight of 0, a width of 0, a single point. */
function strengthOff(kind: SmoothingKind): number {
  return kind === 'average' ? 1 : 0;
}

function Strength({
  scale,
  unit,
  strength,
  onChange,
}: {
  readonly scale: Scale;
  readonly unit: string;
  readonly strength: number;
  readonly onChange: (strength: number) => void;
}) {
  const id = useId();
  // While it is typed the text need not be a number yet.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {scale.strength}
        {unit}
      </label>
      <div className={styles.strength}>
        <input
          id={id}
          type="range"
          className={styles.slider}
          min={0}
          max={1000}
          value={toSlider(scale, strength)}
          style={{ '--share': `${toSlider(scale, strength) / 10}%` } as CSSProperties}
          aria-valuetext={formatStrength(strength)}
          onChange={(event) => onChange(fromSlider(scale, Number(event.target.value)))}
        />
        <input
          type="text"
          inputMode="decimal"
          aria-label={`${scale.strength}${unit}, exact`}
          className={styles.number}
          value={typed ?? formatStrength(strength)}
          onChange={(event) => {
            setTyped(event.target.value);
            const next = Number(event.target.value);
            if (event.target.value.trim() !== '' && next >= 0 && Number.isFinite(next)) {
              onChange(next);
            }
          }}
          onBlur={() => setTyped(null)}
        />
      </div>
    </div>
  );
}

/** Weights by their value; widths finer at the low end, where a difference is seen. */
function toSlider({ most }: Scale, strength: number): number {
  if (most < 1) return Math.round((strength / most) * 1000);
  return Math.round(Math.sqrt(Math.min(strength, most) / most) * 1000);
}

function fromSlider({ most, step }: Scale, position: number): number {
  const share = position / 1000;
  const strength = most < 1 ? share * most : share ** 2 * most;
  return Number((Math.round(strength / step) * step).toFixed(3));
}

function formatStrength(strength: number): string {
  return String(Number(strength.toFixed(3)));
}
