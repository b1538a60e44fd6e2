import { Palette, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '../../../../components/button.tsx';
import { IconButton } from '../../../../components/icon-button.tsx';
import { Popover } from '../../../../components/popover.tsx';
import { PALETTES } from '../list/colours.ts';
import type { ControlProps } from './control-props.ts';
import styles from './controls.module.css';
import { FieldChoice } from './field-choice.tsx';

/** Palette, and a colour for each value of a field. */
export function ColourControl({ list, dispatch }: ControlProps) {
  const { colours } = list.view;
  const id = useId();
  return (
    <Popover
      label="Colours"
      align="end"
      trigger={<IconButton size="small" label="Colours" icon={<Palette aria-hidden />} />}
    >
      <div className={styles.panel}>
        <label className={styles.stack} htmlFor={id}>
          Palette
          <select
            id={id}
            value={colours.palette}
            onChange={(event) =>
              dispatch({ kind: 'runs/colours', change: { palette: event.target.value } })
            }
          >
            {Object.keys(PALETTES).map((name) => (
              <option key={name} value={name}>
                {name[0]?.toUpperCase()}
                {name.slice(1)}
              </option>
            ))}
          </select>
        </label>
        {colours.byField === null ? (
          <FieldChoice
            list={list}
            label="One colour for each value of"
            taken={['tags']}
            onChoose={(field) => dispatch({ kind: 'runs/colours', change: { byField: field } })}
          />
        ) : (
          <div className={styles.line}>
            <span className={styles.field}>
              By <bdi>{colours.byField}</bdi>
            </span>
            <IconButton
              size="small"
              label="A colour for each run"
              icon={<X aria-hidden />}
              onClick={() => dispatch({ kind: 'runs/colours', change: { byField: null } })}
            />
          </div>
        )}
        <Button
          size="small"
          disabled={colours.chosen.length === 0}
          onClick={() => dispatch({ kind: 'runs/colours', change: { chosen: [] } })}
        >
          Reset the colours that were chosen
        </Button>
      </div>
    </Popover>
  );
}
