import { Pin, X } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { formatCount } from '../../../components/format.ts';
import styles from './media.module.css';

/** With the page's own step, four side by side. */
const MOST_PINS = 3;

/** The pins of an address, `0,20`: whole numbers, each once, in order. */
export function readPins(text: string | null | undefined): readonly number[] {
  const numbers = (text ?? '').split(',').filter((part) => /^-?\d{1,15}$/.test(part));
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b).slice(0, MOST_PINS);
}

/** Steps that are held to be compared with the one that the slider shows. */
export function StepPins({
  pins,
  step,
  onChange,
}: {
  readonly pins: readonly number[];
  readonly step: number | undefined;
  readonly onChange: (pins: readonly number[]) => void;
}) {
  return (
    <div className={styles.pins}>
      {pins.map((pin) => (
        <Button
          key={pin}
          size="small"
          icon={<X aria-hidden />}
          aria-label={`Unpin step ${formatCount(pin)}`}
          onClick={() => onChange(pins.filter((other) => other !== pin))}
        >
          Step {formatCount(pin)}
        </Button>
      ))}
      {step === undefined || pins.length >= MOST_PINS ? null : (
        <Button
          size="small"
          kind="quiet"
          icon={<Pin aria-hidden />}
          disabled={pins.includes(step)}
          onClick={() => onChange([...pins, step].sort((a, b) => a - b))}
        >
          Pin step to compare
        </Button>
      )}
    </div>
  );
}
