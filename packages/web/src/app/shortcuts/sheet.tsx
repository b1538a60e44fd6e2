import { Dialog } from '../../components/dialog.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { shortcutText } from './keys.ts';
import { isMac, type ShortcutGroup, useShortcutGroups } from './provider.tsx';
import styles from './sheet.module.css';

/** Lists every shortcut that works on the page. */
export function ShortcutsSheet({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const groups = mergeByTitle(useShortcutGroups());
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts" width="medium">
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl>
              {group.shortcuts.map(({ keys, label }) => (
                <div key={keys} className={styles.row}>
                  <dt>{label}</dt>
                  <dd>
                    <Kbd keys={shortcutText(keys, isMac)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function mergeByTitle(groups: readonly ShortcutGroup[]): readonly ShortcutGroup[] {
  const byTitle = Map.groupBy(groups, ({ title }) => title);
  return [...byTitle].map(([title, parts]) => ({
    title,
    shortcuts: parts.flatMap(({ shortcuts }) => shortcuts),
  }));
}
