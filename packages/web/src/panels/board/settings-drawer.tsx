import { X } from 'lucide-react';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Truncated } from '../../components/truncated.tsx';
import type { AnyPanelType, PanelSettings, PanelSpec } from '../panel-type.ts';
import { panelTypeOf } from '../registry.ts';
import { type EditedLevel, FormLevelContext, levelOf, specAt } from '../shared-settings.ts';
import { useBoard } from './board-context.ts';
import styles from './settings-drawer.module.css';

const LEVELS = [
  { value: 'panel', label: 'This panel' },
  { value: 'section', label: 'Section' },
  { value: 'workspace', label: 'Workspace' },
] as const;

/** The form of a panel's settings beside the board: what is changed shows in the panel at once. One a panel. */
export function SettingsDrawer({
  panel,
  onClose,
}: {
  readonly panel: string;
  readonly onClose: () => void;
}) {
  const { sections } = useBoard();
  const body = useRef<HTMLElement>(null);
  const section = sections.find(({ panels }) => panels.some(({ id }) => id === panel));
  const spec = section?.panels.find(({ id }) => id === panel);
  const type = spec === undefined ? undefined : panelTypeOf(spec);
  useEffect(() => body.current?.focus(), []);
  if (section === undefined || spec === undefined || !type?.Form) return null;
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
        <LeveledForm type={type} spec={spec} section={section.id} />
      </div>
    </aside>
  );
}

/** The form of one panel, or of all panels of its type in its section or in the workspace. */
function LeveledForm({
  type: { name, shared, Form },
  spec,
  section,
}: {
  readonly type: AnyPanelType;
  readonly spec: PanelSpec;
  readonly section: string;
}) {
  const { dispatch } = useBoard();
  const [edited, setEdited] = useState<EditedLevel>('panel');
  const leveled = useMemo(() => specAt(spec, edited), [spec, edited]);
  const level = useMemo(() => {
    const change = (all: PanelSettings) => {
      if (edited === 'panel') {
        dispatch({ kind: 'panel/settings', panel: spec.id, change: all });
        return;
      }
      const own = Object.fromEntries(Object.entries(all).filter(([key]) => shared.includes(key)));
      const where = edited === 'section' ? section : null;
      dispatch({ kind: 'settings/change', type: spec.type, section: where, change: own });
    };
    return {
      edited,
      change,
      levelOf: (member: string) => levelOf(leveled, member),
      reset: (names: readonly string[]) =>
        change(Object.fromEntries(names.map((member) => [member, undefined]))),
    };
  }, [dispatch, edited, leveled, section, shared, spec.id, spec.type]);
  if (Form === null) return null;
  return (
    <FormLevelContext value={level}>
      {shared.length === 0 ? null : (
        <div className={styles.levels}>
          <Segmented label="Whose settings" value={edited} choices={LEVELS} onChange={setEdited} />
          {edited === 'panel' ? null : (
            <p className={styles.note}>
              For panels of this type ({name.toLowerCase()}){' '}
              {edited === 'section' ? 'in this section' : 'everywhere'} that don’t say otherwise.
            </p>
          )}
        </div>
      )}
      <Suspense fallback={<div role="status" aria-label="Loading" />}>
        <Form key={edited} spec={leveled} onChange={level.change} />
      </Suspense>
    </FormLevelContext>
  );
}
