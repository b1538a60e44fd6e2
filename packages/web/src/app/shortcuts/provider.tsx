import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { matchesShortcut } from './keys.ts';

export interface Shortcut {
  /** As `matchesShortcut` reads them. */
  readonly keys: string;
  /** What it does, in the sheet. */
  readonly label: string;
  readonly run: () => void;
  /** Works also while the reader types in a field. */
  readonly isAlways?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

interface Registry {
  readonly groups: readonly ShortcutGroup[];
  add(group: ShortcutGroup): () => void;
}

const ShortcutsContext = createContext<Registry | null>(null);

/** How long the first key of a sequence is remembered. */
const SEQUENCE_MS = 1200;

export const isMac: boolean = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Listens to the keyboard for all shortcuts of what is on screen. */
export function ShortcutsProvider({ children }: { readonly children: ReactNode }) {
  const [groups, setGroups] = useState<readonly ShortcutGroup[]>([]);
  const latest = useRef(groups);
  latest.current = groups;

  useEffect(() => {
    let before: { key: string; at: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
      const isTyping = isEditable(event.target);
      const earlier = before && event.timeStamp - before.at < SEQUENCE_MS ? before.key : null;
      before = isTyping ? null : { key: event.key.toLowerCase(), at: event.timeStamp };
      const all = latest.current.flatMap((group) => group.shortcuts);
      // What was added last is the nearest to what the reader looks at.
      const found = all.findLast(
        ({ keys, isAlways }) =>
          (isAlways || !isTyping) && matchesShortcut(keys, event, earlier, isMac),
      );
      if (found === undefined) return;
      // A dialog has the keyboard to itself, but for what always works.
      if (!found.isAlways && document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      before = null;
      found.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const registry = useMemo<Registry>(
    () => ({
      groups,
      add(group) {
        setGroups((before) => [...before, group]);
        return () => setGroups((before) => before.filter((other) => other !== group));
      },
    }),
    [groups],
  );
  return <ShortcutsContext value={registry}>{children}</ShortcutsContext>;
}

/**
 * Offers shortcuts while the component is on screen; they are in the sheet that `?` opens.
 * @param shortcuts may be made anew on each render: what counts is the latest
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const add = useRegistry().add;
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map(({ keys, label }) => `${keys}\t${label}`).join('\n');
  const addRef = useRef(add);
  addRef.current = add;
  useEffect(() => {
    if (signature === '') return undefined;
    return addRef.current({
      title,
      shortcuts: signature.split('\n').map((line, index) => {
        const [keys = '', label = ''] = line.split('\t');
        const isAlways = latest.current[index]?.isAlways === true;
        return { keys, label, isAlways, run: () => latest.current[index]?.run() };
      }),
    });
  }, [title, signature]);
}

/** All shortcuts that work now, for the sheet. */
export function useShortcutGroups(): readonly ShortcutGroup[] {
  return useRegistry().groups;
}

function useRegistry(): Registry {
  const registry = useContext(ShortcutsContext);
  if (registry === null) throw new Error('useShortcuts needs a ShortcutsProvider above it');
  return registry;
}

function isModifier(key: string): boolean {
  return key === 'Control' || key === 'Meta' || key === 'Shift' || key === 'Alt';
}

/** Whether keys go into a text there. A slider or a tick box takes none: undo works on it. */
function isEditable(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(?:range|checkbox|radio)$/.test(target.type);
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
