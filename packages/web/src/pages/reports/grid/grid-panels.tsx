import type { PanelGrid } from '@runloom/model';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { CrosshairContext, createCrosshair } from '../../../charts/crosshair.ts';
import { shownText } from '../../../components/shown-text.ts';
import { AlsoFromContext } from '../../../data/also-from.ts';
import { useMetricKeys } from '../../../data/projects.ts';
import { BoardContext } from '../../../panels/board/board-context.ts';
import { type BoardAction, boardViewOf, reduceBoard } from '../../../panels/board/board-view.ts';
import { createBoardDrag } from '../../../panels/board/drag.ts';
import { FullScreenPanel } from '../../../panels/board/full-screen.tsx';
import { layoutRows, panelSize } from '../../../panels/board/layout.ts';
import { loggedPanels } from '../../../panels/board/logged-panels.ts';
import { PanelSlot } from '../../../panels/board/panel-slot.tsx';
import { INITIAL_PASSING, type PassingState } from '../../../panels/board/reducers/passing.ts';
import type { Section } from '../../../panels/board/sections.ts';
import { useSections } from '../../../panels/board/use-sections.ts';
import { useWidth } from '../../../panels/board/use-width.ts';
import { panelTypeOf } from '../../../panels/registry.ts';
import styles from './grid.module.css';
import type { GridRuns } from './use-grid-runs.ts';
import { useIsNear } from './use-is-near.ts';

const SettingsDrawer = lazy(async () => ({
  default: (await import('../../../panels/board/settings-drawer.tsx')).SettingsDrawer,
}));

/** Changes that a reader may make for themselves: where a slider stands, which classes are seen. */
const LOOKS: ReadonlySet<string> = new Set(['panel/settings', 'settings/change']);
const NO_KEYS: readonly string[] = [];
const GAP = 10;

/** The panels of a grid, drawn from the runs of its sets. Those out of sight are not drawn yet. */
export function GridPanels({
  board: kept,
  joined,
  onBoard,
  isWhole = false,
  children,
}: {
  readonly board: PanelGrid['board'];
  readonly joined: GridRuns;
  /** Keeps what was changed; null: nothing can be. */
  readonly onBoard: ((board: PanelGrid['board']) => void) | null;
  /** All are drawn at once, e.g. to be recorded. */
  readonly isWhole?: boolean;
  /** Drawn on the board, e.g. the button that adds a panel. @param sections that it has */
  readonly children?: (sections: readonly Section[]) => ReactNode;
}) {
  const { entity, project, runs } = joined;
  /** What a reader of a grid that can't be changed does to look at it: it is theirs, and of that grid. */
  const [look, setLook] = useState({ of: kept, board: kept });
  const board = onBoard === null && look.of === kept ? look.board : kept;
  const [passing, setPassing] = useState<PassingState>(INITIAL_PASSING);
  const [edited, edit] = useState<string | null>(null);
  const latest = useRef({ board, passing });
  latest.current = { board, passing };
  const keys = useMetricKeys(entity, project);
  const history = keys.data?.history ?? NO_KEYS;
  const boardKeys = useMemo(
    () => ({
      history,
      system: keys.data?.system ?? NO_KEYS,
      logged: board.mode === 'automatic' ? loggedPanels(runs) : [],
    }),
    [history, keys.data, board.mode, runs],
  );
  const sections = useSections(board, boardKeys, 'one');
  const dispatch = useCallback(
    (action: BoardAction) => {
      const next = reduceBoard(latest.current, action);
      if (next.passing !== latest.current.passing) setPassing(next.passing);
      const isChanged = next.board !== latest.current.board;
      latest.current = next;
      if (!isChanged) return;
      if (onBoard !== null) onBoard(next.board);
      else if (LOOKS.has(action.kind)) setLook({ of: kept, board: next.board });
    },
    [onBoard, kept],
  );
  const view = useMemo(() => boardViewOf({ board, passing }), [board, passing]);
  const drag = useMemo(() => createBoardDrag(), []);
  const crosshair = useMemo(() => createCrosshair(), []);
  const isFixed = onBoard === null;
  const context = useMemo(
    () => ({
      entity,
      project,
      runs,
      hiddenRuns: joined.hiddenRuns,
      groupBy: joined.groupBy,
      baseline: null,
      filter: joined.filter,
      listing: joined.listing,
      view,
      dispatch,
      sections,
      metricKeys: history,
      drag,
      canEdit: (type: string) => !isFixed && Boolean(panelTypeOf({ type })?.Form),
      edit,
      isFixed,
    }),
    [entity, project, runs, joined, view, dispatch, sections, history, drag, isFixed],
  );
  return (
    <AlsoFromContext value={joined.alsoFrom}>
      <BoardContext value={context}>
        <CrosshairContext value={crosshair}>
          <Rows sections={sections} columns={view.columns} isWhole={isWhole} />
          <FullScreenPanel sections={sections} />
          {children?.(sections)}
          {edited === null || isFixed
            ? null
            : createPortal(
                <div className={styles.drawer}>
                  <Suspense>
                    <SettingsDrawer key={edited} panel={edited} onClose={() => edit(null)} />
                  </Suspense>
                </div>,
                document.body,
              )}
        </CrosshairContext>
      </BoardContext>
    </AlsoFromContext>
  );
}

const NO_PAGES: ReadonlyMap<string, number> = new Map();

function Rows({
  sections,
  columns,
  isWhole,
}: {
  readonly sections: readonly Section[];
  readonly columns: number | null;
  readonly isWhole: boolean;
}) {
  const element = useRef<HTMLDivElement>(null);
  const width = useWidth(element);
  const most = sections.reduce((largest, { panels }) => Math.max(largest, panels.length), 0);
  const sizeOf = (section: Section) =>
    panelSize(width, section.columns ?? columns, most, section.height);
  const rows =
    width === 0
      ? []
      : layoutRows(
          sections.map((section) => ({ ...section, pageRows: null })),
          { isOpen: () => true, sizeOf, pages: NO_PAGES },
        );
  return (
    <div ref={element} className={styles.rows}>
      {rows.map((row) => {
        if (row.kind === 'heading') {
          return sections.length > 1 && row.section.panels.length > 0 ? (
            <h4 key={row.section.id} className={styles.section}>
              <bdi>{shownText(row.section.title)}</bdi>
            </h4>
          ) : null;
        }
        if (row.kind === 'empty') return null;
        return (
          <LazyRow key={row.panels[0]?.spec.id} height={row.height + GAP} isWhole={isWhole}>
            {row.panels.map((placed) => (
              <PanelSlot
                key={placed.spec.id}
                placed={placed}
                section={row.section}
                cell={sizeOf(row.section)}
              />
            ))}
          </LazyRow>
        );
      })}
    </div>
  );
}

/** Panels beside each other; they are drawn, and ask for their data, once they come near. */
function LazyRow({
  height,
  isWhole,
  children,
}: {
  readonly height: number;
  readonly isWhole: boolean;
  readonly children: ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(element, isWhole);
  return (
    <div ref={element} className={styles.row} style={{ height }}>
      {isNear ? children : null}
    </div>
  );
}
