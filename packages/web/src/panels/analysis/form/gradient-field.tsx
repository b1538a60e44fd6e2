import { type Gradient, type GradientStop, NAMED_GRADIENTS } from '@runloom/model';
import { Plus, X } from 'lucide-react';
import { gradientCss, stopsOf } from '../../../charts/gradient.ts';
import { useThemeName } from '../../../charts/theme.ts';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import lineStyles from '../../line/form/line-form.module.css';
import styles from './form.module.css';
import { Shared } from './shared.tsx';

type Choice = (typeof NAMED_GRADIENTS)[number] | 'own';

const NAMES: Readonly<Record<Choice, string>> = {
  viridis: 'Viridis',
  plasma: 'Plasma',
  blues: 'Blues',
  'cool-warm': 'Cool to warm',
  own: 'My own',
};
const MOST_STOPS = 20;

/** `gradient` of the settings: one by name, or of the reader's own colours at even distances. */
export function GradientField({
  value,
  onChange,
}: {
  readonly value: Gradient;
  readonly onChange: (value: Gradient) => void;
}) {
  const theme = useThemeName();
  const choice: Choice = typeof value === 'string' ? value : 'own';
  return (
    <Shared name="gradient" label="Gradient">
      <div className={styles.row}>
        <SelectField<Choice>
          label="Gradient"
          value={choice}
          choices={[...NAMED_GRADIENTS, 'own' as const].map((name) => ({
            value: name,
            label: NAMES[name],
          }))}
          onChange={(next) => {
            if (next !== 'own') onChange(next);
            else onChange(ends(stopsOf(value, theme)));
          }}
        />
        <div className={styles.swatch} style={{ background: gradientCss(value, theme) }} />
        {typeof value === 'string' ? null : <Stops stops={value} onChange={onChange} />}
      </div>
    </Shared>
  );
}

function Stops({
  stops,
  onChange,
}: {
  readonly stops: readonly GradientStop[];
  readonly onChange: (stops: GradientStop[]) => void;
}) {
  return (
    <div className={styles.stops}>
      {stops.map(({ colour }, index) => (
        <span key={index} className={styles.pair}>
          <input
            type="color"
            className={lineStyles.colour}
            aria-label={`Colour ${index + 1} of ${stops.length}`}
            value={colour}
            onChange={(event) =>
              onChange(evenly(stops.with(index, { at: 0, colour: event.target.value })))
            }
          />
          {stops.length > 2 ? (
            <IconButton
              size="small"
              label={`Remove colour ${index + 1}`}
              icon={<X aria-hidden />}
              onClick={() => onChange(evenly(stops.toSpliced(index, 1)))}
            />
          ) : null}
        </span>
      ))}
      {stops.length < MOST_STOPS ? (
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          onClick={() => onChange(evenly([...stops, stops.at(-1) ?? { at: 1, colour: '#888888' }]))}
        >
          Colour
        </Button>
      ) : null}
    </div>
  );
}

const ends = (stops: readonly GradientStop[]): GradientStop[] =>
  evenly(stops.filter((_, index) => index === 0 || index === stops.length - 1));

function evenly(stops: readonly GradientStop[]): GradientStop[] {
  return stops.map(({ colour }, index) => ({ colour, at: index / Math.max(1, stops.length - 1) }));
}
