import { X } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { panelTypeOf } from '../registry.ts';
import { useBoard } from './board-context.ts';
import styles from './settings-drawer.module.css';

/** The form of a panel's settings beside the board: what is changed shows in the panel at once. */
export function SettingsDrawer({
  panel,
  onClose,
}: {
  readonly panel: string | null;
  readonly onClose: () => void;
}) {
  const { sections, dispatch } = useBoard();
  const body = useRef<HTMLElement>(null);
  const spec = sections.flatMap(({ panels }) => panels).find(({ id }) => id === panel);
  const type = spec === undefined ? undefined : panelTypeOf(spec);
  useEffect(() => {
    if (panel !== null) body.current?.focus();
  }, [panel]);
  if (spec === undefined || !type?.Form) return null;
  const { Form } = type;
  return (
    <aside
      ref={body}
      className={styles.drawer}
      aria-label={`Settings of ${spec.title}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>
          <Truncated text={spec.title} />
        </h2>
        <IconButton
          size="small"
          label="Close the settings"
          icon={<X aria-hidden />}
          onClick={onClose}
        />
      </header>
      <div className={styles.body}>
        <Suspense fallback={<div role="status" aria-label="Loading" />}>
          <Form
            key={spec.id}
            spec={spec}
            onChange={(change) => dispatch({ kind: 'panel/settings', panel: spec.id, change })}
          />
        </Suspense>
      </div>
    </aside>
  );
}
