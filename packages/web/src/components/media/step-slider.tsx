import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatValue } from '../../charts/format.ts';
import { formatCount } from '../format.ts';
import { IconButton } from '../icon-button.tsx';
import styles from './step-slider.module.css';

/** Long enough to look at an image, short enough to see a change. */
const PLAY_MS = 700;

/** Chooses one of the steps at which something was logged; arrow keys go from one to the next. */
export function StepSlider({
  steps,
  index,
  stride = 1,
  isLooping = false,
  unit = 'Step',
  onChange,
}: {
  readonly steps: readonly number[];
  readonly index: number;
  /** Places that one press goes further. */
  readonly stride?: number;
  /** What is played begins again at its end. */
  readonly isLooping?: boolean;
  /** What the numbers are. */
  readonly unit?: string;
  readonly onChange: (index: number) => void;
}) {
  const last = steps.length - 1;
  const [isPlaying, setPlaying] = useState(false);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => {
      if (index < last) latest.current(Math.min(index + stride, last));
      else if (isLooping) latest.current(0);
      else setPlaying(false);
    }, PLAY_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, index, last, stride, isLooping]);
  const togglePlay = () => {
    if (!isPlaying && index === last) onChange(0);
    setPlaying(!isPlaying);
  };

  const step = steps[index];
  if (step === undefined) return null;
  return (
    <div className={styles.slider}>
      <IconButton
        label={isPlaying ? 'Pause' : 'Play step after step'}
        size="small"
        icon={isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
        disabled={last === 0}
        onClick={togglePlay}
      />
      <IconButton
        label="Step before"
        size="small"
        icon={<ChevronLeft aria-hidden />}
        disabled={index === 0}
        onClick={() => onChange(Math.max(0, index - stride))}
      />
      <input
        type="range"
        className={styles.range}
        aria-label={unit}
        aria-valuetext={`${unit} ${formatStep(step)}, ${formatCount(index + 1)} of ${formatCount(last + 1)}`}
        min={0}
        max={last}
        value={index}
        disabled={last === 0}
        onChange={(event) => onChange(Number(event.target.value))}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (by === undefined) return;
          // The page has a shortcut for the same keys: one press is one step.
          event.preventDefault();
          onChange(Math.min(Math.max(index + by * stride, 0), last));
        }}
      />
      <IconButton
        label="Step after"
        size="small"
        icon={<ChevronRight aria-hidden />}
        disabled={index === last}
        onClick={() => onChange(Math.min(last, index + stride))}
      />
      <span className={styles.text}>
        {unit} {formatStep(step)}
        <span className={styles.of}>
          {formatCount(index + 1)} of {formatCount(last + 1)}
        </span>
      </span>
    </div>
  );
}

/** Steps are whole; other keys need not be. */
const formatStep = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatValue(value);
