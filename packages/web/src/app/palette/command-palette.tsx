import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { BareDialog } from '../../components/dialog.tsx';
import { shownText } from '../../components/shown-text.ts';
import styles from './command-palette.module.css';
import { type Entry, usePaletteEntries } from './entries.tsx';
import { rank } from './ranking.ts';

const SHOWN_PER_GROUP = 6;
const FOUND_PER_GROUP = 30;

/** Goes anywhere and does anything by typing a few letters. */
export function CommandPalette({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  return (
    <BareDialog isOpen={isOpen} onClose={onClose} label="Search and commands">
      <Palette onClose={onClose} />
    </BareDialog>
  );
}

function Palette({ onClose }: { readonly onClose: () => void }) {
  const [search, setSearch] = useState('');
  const limit = search.trim() === '' ? SHOWN_PER_GROUP : FOUND_PER_GROUP;
  const groups = usePaletteEntries()
    .map(({ title, entries }) => ({ title, entries: rank(entries, search, limit) }))
    .filter(({ entries }) => entries.length > 0);
  const choose = (entry: Entry) => {
    onClose();
    entry.run();
  };
  return (
    <Command shouldFilter={false} label="Search and commands" loop>
      <div className={styles.box}>
        <Search aria-hidden />
        <Command.Input
          autoFocus
          className={styles.input}
          placeholder="Go to a project, run or page, or do something"
          value={search}
          onValueChange={setSearch}
        />
      </div>
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>Nothing matches “{search}”.</Command.Empty>
        {groups.map(({ title, entries }) => (
          <Command.Group key={title} heading={title} className={styles.group}>
            {entries.map((entry) => (
              <Command.Item
                key={entry.id}
                value={entry.id}
                className={styles.item}
                onSelect={() => choose(entry)}
              >
                <entry.icon aria-hidden />
                <bdi className={styles.label}>{shownText(entry.label)}</bdi>
                {entry.detail ? <bdi className={styles.detail}>{entry.detail}</bdi> : null}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
