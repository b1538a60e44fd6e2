import { type ReactNode, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { shownText } from './shown-text.ts';
import { Tooltip } from './tooltip.tsx';
import styles from './truncated.module.css';

/**
 * One line of text that ends in an ellipsis where it does not fit; the whole text is then in a
 * tooltip. Text of any direction keeps to itself.
 */
export function Truncated({
  text,
  children,
  className,
}: {
  readonly text: string;
  /** Shown instead of the plain text, e.g. with search matches marked. */
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}) {
  const element = useRef<HTMLSpanElement>(null);
  // Lists show hundreds of these, of which hardly one is ever pointed at: only that one gets a tooltip.
  const [isWanted, setWanted] = useState(false);
  const isCut = () => {
    const { current } = element;
    return current !== null && current.scrollWidth > current.clientWidth;
  };
  const line = (
    <span
      ref={element}
      className={classNames(styles.truncated, className)}
      onPointerEnter={() => setWanted(isCut())}
    >
      <bdi>{children ?? shownText(text)}</bdi>
    </span>
  );
  if (!isWanted) return line;
  return (
    <Tooltip
      content={<bdi className={styles.whole}>{shownText(text)}</bdi>}
      align="start"
      canOpen={isCut}
    >
      {line}
    </Tooltip>
  );
}
