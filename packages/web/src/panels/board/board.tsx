import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { CrosshairContext, createCrosshair } from '../../charts/crosshair.ts';
import { classNames } from '../../components/class-names.ts';
import styles from './board.module.css';
import { useBoard } from './board-context.ts';
import { FullScreenPanel } from './full-screen.tsx';
import { type BoardRow, layoutRows, PANEL_GAP, panelSize } from './layout.ts';
import { PanelSlot } from './panel-slot.tsx';
import { EmptySection } from './section/empty-section.tsx';
import { SectionHeading } from './section/section-heading.tsx';
import type { Section } from './sections.ts';
import { useWidth } from './use-width.ts';

const HEADING_HEIGHT = 36;
const EMPTY_HEIGHT = 84;

/** Sections of panels that scroll; only those in sight are mounted. */
export const Board = memo(function Board({ sections }: { readonly sections: readonly Section[] }) {
  const { view } = useBoard();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const width = useWidth(content);
  const most = useMemo(
    () => sections.reduce((largest, { panels }) => Math.max(largest, panels.length), 0),
    [sections],
  );
  const { columns, pages } = view;
  const sizeOf = useCallback(
    (section: Section) => panelSize(width, section.columns ?? columns, most, section.height),
    [width, columns, most],
  );
  const crosshair = useMemo(() => createCrosshair(), []);
  const isSearching = view.search !== '';
  const rows = useMemo(
    () =>
      layoutRows(sections, {
        // A search opens what it finds, on one page.
        isOpen: ({ isOpen }) => isSearching || isOpen,
        sizeOf,
        pages,
      }),
    [sections, isSearching, sizeOf, pages],
  );
  const headings = useMemo(
    () => rows.flatMap((row, index) => (row.kind === 'heading' ? [index] : [])),
    [rows],
  );
  const stuck = useRef(0);
  const virtualizer = useVirtualizer({
    count: width > 0 ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rowKey(rows[index], index),
    overscan: 1,
    // The heading of the section at the top stays in sight.
    rangeExtractor: useCallback(
      (range: Range) => {
        stuck.current = headings.findLast((index) => index <= range.startIndex) ?? 0;
        return [...new Set([stuck.current, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
      },
      [headings],
    ),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rows]);

  return (
    <CrosshairContext value={crosshair}>
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Charts"
      >
        <div
          ref={content}
          className={styles.content}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const isStuck = item.index === stuck.current;
            return (
              <div
                key={item.key}
                className={classNames(styles.row, isStuck && styles.stuck)}
                style={{
                  height: item.size,
                  ...(isStuck ? {} : { transform: `translateY(${item.start}px)` }),
                }}
              >
                <Row row={row} isSearching={isSearching} sizeOf={sizeOf} />
              </div>
            );
          })}
        </div>
      </section>
      <FullScreenPanel sections={sections} />
    </CrosshairContext>
  );
});

function Row({
  row,
  isSearching,
  sizeOf,
}: {
  readonly row: BoardRow;
  readonly isSearching: boolean;
  readonly sizeOf: (section: Section) => { readonly width: number; readonly height: number };
}) {
  switch (row.kind) {
    case 'heading':
      return (
        <SectionHeading
          section={row.section}
          pageCount={row.pageCount}
          isOpen={isSearching || row.section.isOpen}
          canToggle={!isSearching}
        />
      );
    case 'empty':
      return <EmptySection section={row.section} />;
    case 'panels':
      return row.panels.map((placed) => (
        <PanelSlot
          key={placed.spec.id}
          placed={placed}
          section={row.section}
          cell={sizeOf(row.section)}
        />
      ));
  }
}

function heightOf(row: BoardRow | undefined): number {
  if (row === undefined || row.kind === 'heading') return HEADING_HEIGHT;
  return row.kind === 'empty' ? EMPTY_HEIGHT : row.height + PANEL_GAP;
}

function rowKey(row: BoardRow | undefined, index: number): string | number {
  if (row === undefined) return index;
  if (row.kind === 'panels') return row.panels[0]?.spec.id ?? index;
  return `${row.kind} ${row.section.id}`;
}
