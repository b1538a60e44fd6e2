import { Ellipsis, Maximize2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { shownText } from '../../components/shown-text.ts';
import { Truncated } from '../../components/truncated.tsx';
import type { PanelSpec } from '../panel-type.ts';
import { useBoard } from './board-context.ts';
import styles from './panel-frame.module.css';
import { PanelMenuItems } from './panel-menu.tsx';

const RenamePanelDialog = lazy(async () => ({
  default: (await import('./panel-dialogs.tsx')).RenamePanelDialog,
}));

const MovePanelDialog = lazy(async () => ({
  default: (await import('./panel-dialogs.tsx')).MovePanelDialog,
}));

/** What is around every panel: its title, what it stands on, its menu. */
export function PanelFrame({
  spec,
  isFullScreen,
  facts,
  menu,
  tools,
  isBusy,
  children,
}: {
  readonly spec: PanelSpec;
  readonly isFullScreen: boolean;
  /** Beside the title: counts and notes. */
  readonly facts: ReactNode;
  /** Items of the panel's menu. */
  readonly menu: ReactNode;
  /** Before the buttons that every panel has. */
  readonly tools?: ReactNode;
  /** Newer data is on its way. */
  readonly isBusy: boolean;
  readonly children: ReactNode;
}) {
  const { dispatch, isFixed = false } = useBoard();
  const [isRenaming, setRenaming] = useState(false);
  const [isMoving, setMoving] = useState(false);
  return (
    <section
      className={classNames(styles.frame, isFullScreen && styles.fullScreen)}
      aria-label={spec.title}
      data-panel={spec.id}
      aria-busy={isBusy}
    >
      <header className={styles.head}>
        {isFullScreen ? null : <PanelTitle spec={spec} />}
        <div className={styles.facts}>{facts}</div>
        <div className={styles.actions}>
          {tools}
          {isFullScreen ? null : (
            <IconButton
              size="small"
              label={`Full screen of ${spec.title}`}
              icon={<Maximize2 aria-hidden />}
              onClick={() => dispatch({ kind: 'full-screen', panel: spec.id })}
            />
          )}
          {isFixed && menu === null ? null : (
            <Menu
              align="end"
              trigger={
                <IconButton
                  size="small"
                  label={`Menu of ${spec.title}`}
                  icon={<Ellipsis aria-hidden />}
                />
              }
            >
              {menu}
              {isFixed ? null : (
                <PanelMenuItems
                  spec={spec}
                  onRename={() => setRenaming(true)}
                  onMove={() => setMoving(true)}
                />
              )}
            </Menu>
          )}
        </div>
      </header>
      {isBusy ? <span className={styles.busy} /> : null}
      <div className={styles.body} data-panel-body>
        {children}
      </div>
      <Suspense>
        {isRenaming ? <RenamePanelDialog spec={spec} onClose={() => setRenaming(false)} /> : null}
        {isMoving ? <MovePanelDialog spec={spec} onClose={() => setMoving(false)} /> : null}
      </Suspense>
    </section>
  );
}

/** The name of a metric, its prefix faint: the section's heading says it already. */
function PanelTitle({ spec: { title, metric } }: { readonly spec: PanelSpec }) {
  // `disk./.usagePercent` of the machine has a slash that divides nothing.
  const slash = metric?.stream === 'history' ? title.indexOf('/') : -1;
  const cut = slash > 0 && slash < title.length - 1 ? slash + 1 : 0;
  const shown = shownText(title);
  return (
    <h3 className={styles.title}>
      <Truncated text={title}>
        {cut > 0 ? <span className={styles.prefix}>{shown.slice(0, cut)}</span> : null}
        {shown.slice(cut)}
      </Truncated>
    </h3>
  );
}
