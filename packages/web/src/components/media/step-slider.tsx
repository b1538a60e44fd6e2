import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatCount } from '../format.ts';
import { IconButton } from '../icon-button.tsx';
import styles from './step-slider.module.css';

/** Long enough to look at an image, short enough to see a change. */
const PLAY_MS = 700;

/** Chooses one of the steps at which something was logged; arrow keys go from one to the next. */
export function StepSlider({
  steps,
  index,
  onChange,
}: {
  readonly steps: readonly number[];
  readonly index: number;
  readonly onChange: (index: number) => void;
}) {
  const last = steps.length - 1;
  const [isPlaying, setPlaying] = useState(false);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => {
      if (index < last) latest.current(index + 1);
      else setPlaying(false);
    }, PLAY_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, index, last]);
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
        onClick={() => onChange(index - 1)}
      />
      <input
        type="range"
        className={styles.range}
        aria-label="Step"
        aria-valuetext={`Step ${formatCount(step)}, ${formatCount(index + 1)} of ${formatCount(last + 1)}`}
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
          onChange(Math.min(Math.max(index + by, 0), last));
        }}
      />
      <IconButton
        label="Step after"
        size="small"
        icon={<ChevronRight aria-hidden />}
        disabled={index === last}
        onClick={() => onChange(index + 1)}
      />
      <span className={styles.text}>
        Step {formatCount(step)}
        <span className={styles.of}>
          {formatCount(index + 1)} of {formatCount(last + 1)}
        </span>
      </span>
    </div>
  );
}
