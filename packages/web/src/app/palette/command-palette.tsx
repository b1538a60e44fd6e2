import { MAX_SEARCH_TEXT } from '@runloom/model';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { BareDialog } from '../../components/dialog.tsx';
import { MarkedText } from '../../components/search-hits/marked-text.tsx';
import { shownText } from '../../components/shown-text.ts';
import { useSearchAnswer } from '../../data/search.ts';
import styles from './command-palette.module.css';
import { type Entry, type EntryGroup, usePaletteEntries } from './entries.tsx';
import { useFoundGroups } from './found.ts';
import { rank } from './ranking.ts';

const SHOWN_PER_GROUP = 6;
const FOUND_PER_GROUP = 30;
const FOUND_BY_SERVER = 5;
const MOVES = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End']);

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
  const answer = useSearchAnswer(search, { limit: FOUND_BY_SERVER });
  const known = usePaletteEntries().map((group) => ({
    ...group,
    entries: rank(group.entries, search, limit),
  }));
  const offered = new Set(known.flatMap(({ entries }) => entries.map(({ path }) => path ?? '')));
  const found = useFoundGroups(answer.data, search, offered);
  const isCommand = ({ isCommands }: EntryGroup): boolean => isCommands === true;
  const groups = [
    ...known.filter((group) => !isCommand(group)),
    ...found,
    ...known.filter(isCommand),
  ].filter(({ entries }) => entries.length > 0);
  // Until the reader moves, the best entry is chosen, also when better ones come from the server.
  const [moved, setMoved] = useState<string | null>(null);
  const [hasMoved, setHasMoved] = useState(false);
  const best = groups[0]?.entries[0]?.id ?? '';
  const choose = (entry: Entry) => {
    onClose();
    entry.run();
  };
  return (
    <Command
      shouldFilter={false}
      label="Search and commands"
      loop
      value={hasMoved && moved !== null ? moved : best}
      onValueChange={setMoved}
      onKeyDown={({ key }) => {
        if (MOVES.has(key)) setHasMoved(true);
      }}
      onPointerMove={() => setHasMoved(true)}
    >
      <div className={styles.box}>
        <Search aria-hidden />
        <Command.Input
          autoFocus
          className={styles.input}
          placeholder="Search everything, go to a page, or do something"
          value={search}
          maxLength={MAX_SEARCH_TEXT}
          onValueChange={(text) => {
            setSearch(text);
            setHasMoved(false);
          }}
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
                <bdi className={styles.label}>
                  <MarkedText text={entry.label} ranges={entry.ranges ?? []} />
                </bdi>
                {entry.excerpt ? (
                  <bdi className={styles.excerpt}>
                    <MarkedText {...entry.excerpt} />
                  </bdi>
                ) : null}
                {entry.detail ? (
                  <bdi className={styles.detail}>{shownText(entry.detail)}</bdi>
                ) : null}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
