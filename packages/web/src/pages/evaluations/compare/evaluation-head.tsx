import { ArrowLeft, ArrowRight, ArrowUpRight, ChevronDown, Flag, X } from 'lucide-react';
import { type DragEvent, type ReactElement, useState } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../../components/menu.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { EvaluationMark } from '../shared/evaluation-mark.tsx';
import styles from './evaluation-head.module.css';

const DRAG_TYPE = 'application/x-runloom-evaluation';

/** What a head can do to the order of the evaluations; places count from the left. */
export interface EvaluationOrder {
  readonly count: number;
  move(from: number, to: number): void;
  remove(index: number): void;
}

/** The head of an evaluation's column: its menu, or dragging it, changes the order. The leftmost is the baseline. */
export function EvaluationHead({
  index,
  name,
  order,
  link,
}: {
  readonly index: number;
  readonly name: string;
  readonly order: EvaluationOrder;
  /** The router's link to its own page. */
  readonly link: ReactElement<Record<string, unknown>>;
}) {
  const [isTarget, setTarget] = useState(false);
  const isLast = index === order.count - 1;
  const onDrop = (event: DragEvent) => {
    setTarget(false);
    const text = event.dataTransfer.getData(DRAG_TYPE);
    if (text === '') return;
    event.preventDefault();
    order.move(Number(text), index);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu does the same by keyboard
    <div
      className={classNames(styles.head, isTarget && styles.target)}
      draggable={order.count > 1}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData(DRAG_TYPE, String(index));
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        setTarget(true);
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={onDrop}
    >
      <Menu
        trigger={
          <button type="button" className={styles.button}>
            <EvaluationMark index={index} />
            <Truncated text={name} />
            <ChevronDown aria-hidden />
          </button>
        }
      >
        <MenuLink icon={<ArrowUpRight aria-hidden />} render={link}>
          Open the evaluation
        </MenuLink>
        <MenuSeparator />
        <MenuItem
          icon={<Flag aria-hidden />}
          isDisabled={index === 0}
          onSelect={() => order.move(index, 0)}
        >
          Make it the baseline
        </MenuItem>
        <MenuItem
          icon={<ArrowLeft aria-hidden />}
          isDisabled={index === 0}
          onSelect={() => order.move(index, index - 1)}
        >
          Move to the left
        </MenuItem>
        <MenuItem
          icon={<ArrowRight aria-hidden />}
          isDisabled={isLast}
          onSelect={() => order.move(index, index + 1)}
        >
          Move to the right
        </MenuItem>
        <MenuItem
          icon={<X aria-hidden />}
          isDisabled={order.count < 3}
          onSelect={() => order.remove(index)}
        >
          Take it out
        </MenuItem>
      </Menu>
      {index === 0 && order.count > 1 ? <span className={styles.baseline}>baseline</span> : null}
    </div>
  );
}
