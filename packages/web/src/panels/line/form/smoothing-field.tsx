import type { LineSettings } from '@runloom/model';
import { useId } from 'react';
import { CheckField, Field, NumberInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';

type Smoothing = LineSettings['smoothing'];

const KINDS: readonly {
  readonly kind: Smoothing['kind'];
  readonly label: string;
  readonly strength: string;
  readonly most: number;
  readonly start: Smoothing;
}[] = [
  { kind: 'none', label: 'None', strength: '', most: 0, start: { kind: 'none' } },
  {
    kind: 'twema',
    label: 'Time-weighted EMA',
    strength: 'Weight',
    most: 0.999,
    start: { kind: 'twema', weight: 0.6 },
  },
  {
    kind: 'ema',
    label: 'EMA',
    strength: 'Weight',
    most: 0.999,
    start: { kind: 'ema', weight: 0.6 },
  },
  {
    kind: 'gaussian',
    label: 'Gaussian',
    strength: 'Width σ, in units of x',
    most: 1e12,
    start: { kind: 'gaussian', sigma: 10 },
  },
  {
    kind: 'average',
    label: 'Running average',
    strength: 'Points',
    most: 1_000_000,
    start: { kind: 'average', points: 10 },
  },
];

/** Kind and strength, by the formulas of W&B, computed from every point. */
export function SmoothingField() {
  const { settings, set } = useLineForm();
  const { smoothing } = settings;
  const id = useId();
  const current = KINDS.find(({ kind }) => kind === smoothing.kind);
  return (
    <>
      <Field
        names={['smoothing']}
        label="Smoothing"
        htmlFor={id}
        hint="By W&B’s formulas, over every logged point before it is drawn."
      >
        <select
          id={id}
          className={styles.select}
          value={smoothing.kind}
          onChange={(event) => {
            const next = KINDS.find(({ kind }) => kind === event.target.value);
            if (next) set({ smoothing: next.start });
          }}
        >
          {KINDS.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
        {smoothing.kind === 'none' || current === undefined ? null : (
          <NumberInput
            label={`Smoothing: ${current.strength}`}
            value={strengthOf(smoothing)}
            min={0}
            max={current.most}
            onChange={(value) => {
              if (value !== null) set({ smoothing: withStrength(smoothing, value) });
            }}
          />
        )}
      </Field>
      <CheckField name="showsOriginal" label="Show what was logged, faintly" />
    </>
  );
}

function strengthOf(smoothing: Smoothing): number {
  switch (smoothing.kind) {
    case 'none':
      return 0;
    case 'twema':
    case 'ema':
      return smoothing.weight;
    case 'gaussian':
      return smoothing.sigma;
    case 'average':
      return smoothing.points;
  }
}

function withStrength(smoothing: Smoothing, value: number): Smoothing {
  switch (smoothing.kind) {
    case 'none':
      return smoothing;
    case 'twema':
    case 'ema':
      return { ...smoothing, weight: value };
    case 'gaussian':
      return { ...smoothing, sigma: value };
    case 'average':
      return { ...smoothing, points: Math.max(1, Math.round(value)) };
  }
}
