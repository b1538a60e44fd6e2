import { createPortal } from 'react-dom';
import { shownText } from '../components/shown-text.ts';
import { usePlaceAtPointer } from './place-at-pointer.ts';
import styles from './tooltip.module.css';

/** What a tooltip tells of one mark. */
export interface Told {
  readonly heading: string;
  /** As CSS; null without. */
  readonly colour: string | null;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
  /** A sentence below. */
  readonly note?: string;
}

const MOST_ROWS = 24;

/** Values of the mark under the pointer. For the eye only: the figure tells them by words too. */
export function ValueTooltip({
  told: { heading, colour, rows, note },
  clientX,
  clientY,
}: {
  readonly told: Told;
  readonly clientX: number;
  readonly clientY: number;
}) {
  const element = usePlaceAtPointer(clientX, clientY);
  return createPortal(
    <div ref={element} className={styles.tooltip} data-chart-tooltip aria-hidden="true">
      <div className={styles.subject}>
        {colour === null ? null : <span className={styles.swatch} style={{ background: colour }} />}
        <bdi className={styles.label}>{shownText(heading)}</bdi>
      </div>
      <table className={styles.table}>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ name, value }, index) => (
            <tr key={index}>
              <td className={styles.name}>
                <bdi className={styles.label}>{shownText(name)}</bdi>
              </td>
              <td className={styles.told}>
                <bdi>{shownText(value)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {note === undefined ? null : <div className={styles.rest}>{note}</div>}
    </div>,
    document.body,
  );
}
