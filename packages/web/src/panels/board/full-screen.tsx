import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import styles from './board.module.css';
import { useBoard } from './board-context.ts';
import { PanelHost } from './panel-host.tsx';
import type { Section } from './sections.ts';

/** The panel that fills the window; arrow keys go to the next and the one before. */
export function FullScreenPanel({ sections }: { readonly sections: readonly Section[] }) {
  const { view, dispatch } = useBoard();
  const panels = sections.flatMap((section) => section.panels);
  const at = panels.findIndex(({ id }) => id === view.fullScreen);
  const spec = panels[at];
  const show = (index: number) => {
    const next = panels[index];
    if (next) dispatch({ kind: 'full-screen', panel: next.id });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'ArrowLeft') show(at - 1);
    if (event.key === 'ArrowRight') show(at + 1);
  };
  if (spec === undefined) return null;
  return (
    <Dialog
      isOpen
      width="full"
      title={spec.title}
      onClose={() => dispatch({ kind: 'full-screen', panel: null })}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only shortcuts for the buttons below */}
      <div className={styles.full} onKeyDown={onKeyDown}>
        <div className={styles.fullPanel}>
          <PanelHost key={spec.id} spec={spec} width={window.innerWidth - 80} isFullScreen />
        </div>
        <div className={styles.step}>
          <IconButton
            size="small"
            label="Previous panel"
            icon={<ChevronLeft aria-hidden />}
            disabled={at === 0}
            onClick={() => show(at - 1)}
          />
          {formatCount(at + 1)} of {formatCount(panels.length)}
          <IconButton
            size="small"
            label="Next panel"
            icon={<ChevronRight aria-hidden />}
            disabled={at === panels.length - 1}
            onClick={() => show(at + 1)}
          />
        </div>
      </div>
    </Dialog>
  );
}
