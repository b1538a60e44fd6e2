import { Popover } from '@base-ui/react/popover';
import type { ColourSpec } from '@runloom/model';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/text-field.tsx';
import type { RunsAction } from '../view/runs-view.ts';
import styles from './colour-picker.module.css';
import { PALETTES } from './list/colours.ts';
import type { Named } from './table/run-row.tsx';

const CHOICES = [...new Set(Object.values(PALETTES).flatMap((colours) => colours ?? []))];

/** The colour of one run or group: from the palettes, or any by its hex. */
export function ColourPicker({
  of,
  anchor,
  colours,
  dispatch,
  onClose,
}: {
  readonly of: Named;
  readonly anchor: HTMLElement;
  readonly colours: ColourSpec;
  readonly dispatch: (action: RunsAction) => void;
  readonly onClose: () => void;
}) {
  const chosen = new Map(colours.chosen).get(of.name) ?? '';
  const [hex, setHex] = useState(chosen);
  const set = (colour: string | null) => dispatch({ kind: 'runs/colour', of: of.name, colour });
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          sideOffset={6}
          align="start"
          className={styles.positioner}
        >
          <Popover.Popup className={styles.popup} aria-label={`Colour of ${of.label}`}>
            <div className={styles.grid}>
              {CHOICES.map((colour) => (
                <button
                  key={colour}
                  type="button"
                  className={styles.choice}
                  style={{ background: colour }}
                  aria-label={colour}
                  aria-pressed={colour === chosen}
                  onClick={() => set(colour)}
                />
              ))}
            </div>
            <TextField
              label="Hex"
              placeholder="#0072b2"
              value={hex}
              error={hex === '' || HEX.test(hex) ? null : 'Six digits of hex behind a #'}
              onChange={(event) => {
                const next = event.target.value.trim().toLowerCase();
                setHex(next);
                if (HEX.test(next)) set(next);
              }}
            />
            <div className={styles.actions}>
              <Button
                size="small"
                onClick={() => {
                  const value = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
                  set(`#${(value & 0xffffff).toString(16).padStart(6, '0')}`);
                }}
              >
                Random
              </Button>
              <Button size="small" disabled={chosen === ''} onClick={() => set(null)}>
                Reset
              </Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const HEX = /^#[0-9a-f]{6}$/;
