/** What of a keyboard event decides about shortcuts. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Whether a key press completes a shortcut.
 * @param keys as in `mod+k` (Ctrl, or ⌘ on a Mac), `alt+m`, `?`, or two after each other: `g h`
 * @param before the key pressed just before without a modifier, or null
 */
export function matchesShortcut(
  keys: string,
  press: KeyPress,
  before: string | null,
  isMac: boolean,
): boolean {
  const [first = '', second] = keys.split(' ');
  if (second !== undefined) return before === first && matchesOne(second, press, isMac);
  return matchesOne(first, press, isMac);
}

/** The same for people: `Ctrl K`, `⌘K`, `G then H`. */
export function shortcutText(keys: string, isMac: boolean): string {
  return keys
    .split(' ')
    .map((combination) => {
      const parts = combination.split('+').map((part) => partText(part, isMac));
      return parts.join(isMac ? '' : ' ');
    })
    .join(' then ');
}

function matchesOne(combination: string, press: KeyPress, isMac: boolean): boolean {
  const parts = combination.split('+');
  const key = parts.at(-1) ?? '';
  const wantsMod = parts.includes('mod');
  const wantsAlt = parts.includes('alt');
  const wantsShift = parts.includes('shift');
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const otherMod = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== wantsMod || otherMod || press.altKey !== wantsAlt) return false;
  // Signs such as `?` need Shift on some keyboards and not on others; letters tell it apart.
  if (/^[a-z]$/.test(key) && press.shiftKey !== wantsShift) return false;
  return press.key.toLowerCase() === key;
}

const NAMES: Readonly<Record<string, readonly [mac: string, other: string]>> = {
  mod: ['⌘', 'Ctrl'],
  alt: ['⌥', 'Alt'],
  shift: ['⇧', 'Shift'],
  escape: ['Esc', 'Esc'],
  enter: ['↵', 'Enter'],
  arrowup: ['↑', '↑'],
  arrowdown: ['↓', '↓'],
  arrowleft: ['←', '←'],
  arrowright: ['→', '→'],
};

function partText(part: string, isMac: boolean): string {
  const names = NAMES[part];
  if (names) return isMac ? names[0] : names[1];
  return part.length === 1 ? part.toUpperCase() : part;
}
