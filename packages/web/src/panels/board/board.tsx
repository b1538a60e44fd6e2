import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { CrosshairContext, createCrosshair } from '../../charts/index.ts';
import { classNames } from '../../components/class-names.ts';
import { formatCount } from '../../components/format.ts';
import { Truncated } from '../../components/truncated.tsx';
import styles from './board.module.css';
import { useBoard } from './board-context.ts';
import { FullScreenPanel } from './full-screen.tsx';
import { type BoardRow, layoutRows, PANEL_GAP, panelSize } from './layout.ts';
import { PanelHost } from './panel-host.tsx';
import type { Section } from './sections.ts';
import { useWidth } from './use-width.ts';

const HEADING_HEIGHT = 36;

/** Sections of panels that scroll; only those in sight are mounted. */
export function Board({ sections }: { readonly sections: readonly Section[] }) {
  const { view, dispatch } = useBoard();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const width = useWidth(content);
  const most = useMemo(
    () => sections.reduce((largest, { panels }) => Math.max(largest, panels.length), 0),
    [sections],
  );
  const size = panelSize(width, view.columns, most);
  const crosshair = useMemo(() => createCrosshair(), []);
  const isSearching = view.search !== '';
  const toggledSections = view.toggledSections;
  const rows = useMemo(
    () =>
      layoutRows(
        sections,
        // A search opens what it finds.
        ({ id, isOpenAtFirst }) => isSearching || isOpenAtFirst !== toggledSections.includes(id),
        size.columns,
      ),
    [sections, toggledSections, isSearching, size.columns],
  );
  const headings = useMemo(
    () => rows.flatMap((row, index) => (row.kind === 'heading' ? [index] : [])),
    [rows],
  );
  const stuck = useRef(0);
  const virtualizer = useVirtualizer({
    count: width > 0 ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      rows[index]?.kind === 'heading' ? HEADING_HEIGHT : size.height + PANEL_GAP,
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
  useEffect(() => virtualizer.measure(), [virtualizer, rows, size.height]);

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
                {row.kind === 'heading' ? (
                  <SectionHeading
                    section={row.section}
                    isOpen={row.isOpen}
                    canToggle={!isSearching}
                    onToggle={() => dispatch({ kind: 'toggle-section', section: row.section.id })}
                  />
                ) : (
                  <div
                    className={styles.panels}
                    style={{
                      gridTemplateColumns: `repeat(${size.columns}, ${size.width}px)`,
                      height: size.height,
                    }}
                  >
                    {row.panels.map((spec) => (
                      <PanelHost
                        key={spec.id}
                        spec={spec}
                        width={size.width}
                        isFullScreen={false}
                      />
                    ))}
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </section>
      <FullScreenPanel sections={sections} />
    </CrosshairContext>
  );
}

function rowKey(row: BoardRow | undefined, index: number): string | number {
  if (row === undefined) return index;
  return row.kind === 'heading' ? `heading ${row.section.id}` : (row.panels[0]?.id ?? index);
}

function SectionHeading({
  section,
  isOpen,
  canToggle,
  onToggle,
}: {
  readonly section: Section;
  readonly isOpen: boolean;
  readonly canToggle: boolean;
  readonly onToggle: () => void;
}) {
  return (
    <h2 className={styles.heading}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        disabled={!canToggle}
        onClick={onToggle}
      >
        <ChevronRight aria-hidden className={styles.chevron} />
        <Truncated text={section.title} className={styles.sectionTitle} />
        <span className={styles.count}>{formatCount(section.panels.length)}</span>
      </button>
    </h2>
  );
}
