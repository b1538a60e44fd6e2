import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './virtual-list.module.css';

export interface VirtualListHandle {
  /** Brings a row into view. */
  scrollTo(index: number, align?: 'start' | 'center' | 'end' | 'auto'): void;
  readonly element: HTMLElement | null;
}

/** A scrolling list of any length that draws only the rows in view. Rows are `rowHeight` px high, or as high as they measure. */
export function VirtualList({
  count,
  rowHeight,
  renderRow,
  rowKey,
  label,
  isMeasured = false,
  overscan = 12,
  onRangeChange,
  onScroll,
  handle,
  role = 'list',
  className,
}: {
  readonly count: number;
  readonly rowHeight: number;
  readonly renderRow: (index: number) => ReactNode;
  readonly rowKey?: (index: number) => string | number;
  readonly label: string;
  /** Rows differ in height, e.g. wrapped text. */
  readonly isMeasured?: boolean;
  readonly overscan?: number;
  /** Told whenever other rows come into view; both ends included. */
  readonly onRangeChange?: (first: number, last: number) => void;
  readonly onScroll?: (element: HTMLElement) => void;
  readonly handle?: Ref<VirtualListHandle>;
  readonly role?: 'list' | 'log';
  readonly className?: string | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    ...(rowKey ? { getItemKey: rowKey } : {}),
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRangeChange?.(first, last), [onRangeChange, first, last]);
  useImperativeHandle(
    handle,
    () => ({
      scrollTo: (index, align = 'auto') => virtualizer.scrollToIndex(index, { align }),
      get element() {
        return scroller.current;
      },
    }),
    [virtualizer],
  );
  // A log that grows by hundreds of lines a second must not be read aloud.
  const roles =
    role === 'list'
      ? { scroller: { role, 'aria-label': label }, row: (index: number) => listItem(index, count) }
      : { scroller: { role, 'aria-label': label, 'aria-live': 'off' as const }, row: () => ({}) };
  return (
    <div
      ref={scroller}
      className={classNames(styles.scroller, className)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      {...roles.scroller}
      onScroll={onScroll ? (event) => onScroll(event.currentTarget) : undefined}
    >
      <div
        className={styles.content}
        role="presentation"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => (
          <div
            key={item.key}
            ref={isMeasured ? virtualizer.measureElement : undefined}
            data-index={item.index}
            className={styles.row}
            style={{
              transform: `translateY(${item.start}px)`,
              ...(isMeasured ? {} : { height: item.size }),
            }}
            {...roles.row(item.index)}
          >
            {renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Only rows in view are in the document: these tell which ones of how many. */
function listItem(index: number, count: number) {
  return { role: 'listitem', 'aria-setsize': count, 'aria-posinset': index + 1 };
}
