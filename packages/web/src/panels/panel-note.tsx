import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tooltip } from '../components/tooltip.tsx';
import styles from './panel-note.module.css';

interface NoteProps {
  /** A few words beside the panel's title. */
  readonly text: string;
  /** The whole story, in a tooltip. */
  readonly children: ReactNode;
}

/** Says what is missing or differs from what one would expect of a panel. */
export function Warning({ text, children }: NoteProps) {
  return (
    <Tooltip content={children}>
      <span className={styles.warning}>
        <TriangleAlert aria-hidden />
        {text}
      </span>
    </Tooltip>
  );
}

/** Says how a panel was made. */
export function Note({ text, children }: NoteProps) {
  return (
    <Tooltip content={children}>
      <span className={styles.note}>
        <Info aria-hidden />
        {text}
      </span>
    </Tooltip>
  );
}
