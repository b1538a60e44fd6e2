import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import styles from './foreign.module.css';
import type { ForeignSettings } from './settings.ts';

/** More than anybody reads in a panel. */
const MOST_CHARACTERS = 20_000;

/** Says what the panel is, and how it was written. */
export function ForeignPanel({ spec, settings, isFullScreen }: PanelProps<ForeignSettings>) {
  const { viewType, config } = settings;
  const text = JSON.stringify(config, null, 2);
  return (
    <PanelFrame spec={spec} isFullScreen={isFullScreen} isBusy={false} menu={null} facts={null}>
      <div className={styles.body}>
        <p>
          There is no panel here for W&B’s{' '}
          <bdi className={styles.kind}>{viewType || 'unnamed'}</bdi>. It stays in the view as it was
          written, and scripts read it back unchanged.
        </p>
        <details>
          <summary>How it was written</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre className={styles.config} tabIndex={0}>
            {text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text}
          </pre>
        </details>
      </div>
    </PanelFrame>
  );
}
