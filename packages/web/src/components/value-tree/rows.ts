import {
  boxedNumber,
  entriesOf,
  kindOf,
  numberText,
  type ValueKind,
  valueText,
} from './api-json.ts';

/** One line of a tree of values. */
export interface ValueRow {
  /** Tells it from all others, also after a change: the keys from the root, as a JSON pointer. */
  readonly path: string;
  readonly depth: number;
  readonly key: string;
  readonly kind: ValueKind;
  /** The value as shown; for what can be opened, what is in it in short. */
  readonly text: string;
  readonly value: unknown;
  readonly isFoldable: boolean;
  readonly isOpen: boolean;
}

/** A short array of plain values says more on one line than folded. */
const INLINE_LENGTH = 60;

/**
 * The lines of a tree: members of what is open, or of what a search finds in it.
 * @param options.search keeps members whose path or value holds it, and opens the way to them
 * @param options.isSorted by key, those that start with `_` last, as in tables of settings
 */
export function valueRows(
  root: unknown,
  options: {
    readonly open: ReadonlySet<string>;
    readonly search: string;
    readonly isSorted: boolean;
  },
): readonly ValueRow[] {
  const rows: ValueRow[] = [];
  const wanted = options.search.trim().toLowerCase();
  const collator = new Intl.Collator(undefined, { numeric: true });

  function visit(value: unknown, path: string, name: string, depth: number): void {
    const entries = [...entriesOf(value)];
    if (options.isSorted && !Array.isArray(value)) {
      entries.sort(([a], [b]) => rankOf(a) - rankOf(b) || collator.compare(a, b));
    }
    for (const [key, member] of entries) {
      const memberPath = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const memberName = name === '' ? key : `${name}.${key}`;
      const isHit = wanted !== '' && memberName.toLowerCase().includes(wanted);
      if (wanted !== '' && !isHit && !holds(member, wanted, memberName)) continue;
      const row = describe(member, key, memberPath, depth);
      // What matches by itself stays as the reader left it; what leads to a match is opened.
      const isOpen = row.isFoldable && (options.open.has(memberPath) || (wanted !== '' && !isHit));
      rows.push({ ...row, isOpen });
      if (isOpen) visit(member, memberPath, memberName, depth + 1);
    }
  }
  visit(root, '', '', 0);
  return rows;
}

function describe(
  value: unknown,
  key: string,
  path: string,
  depth: number,
): Omit<ValueRow, 'isOpen'> {
  const kind = kindOf(value);
  const base = { path, depth, key, kind, value };
  if (kind !== 'object' && kind !== 'array') {
    return { ...base, text: leafText(value, kind), isFoldable: false };
  }
  const entries = entriesOf(value);
  const inline = kind === 'array' ? inlineText(entries) : null;
  if (inline !== null) return { ...base, text: inline, isFoldable: false };
  if (entries.length === 0) return { ...base, text: '{}', isFoldable: false };
  return { ...base, text: foldedText(value, kind, entries.length), isFoldable: true };
}

function leafText(value: unknown, kind: ValueKind): string {
  if (kind === 'number') return numberText(value);
  return kind === 'null' ? 'null' : String(value);
}

function inlineText(entries: readonly (readonly [string, unknown])[]): string | null {
  if (entries.length > INLINE_LENGTH / 2) return null;
  const isPlain = entries.every(
    ([, item]) => typeof item !== 'object' || item === null || boxedNumber(item) !== null,
  );
  if (!isPlain) return null;
  const text = valueText(entries.map(([, item]) => item));
  return text.length <= INLINE_LENGTH ? text : null;
}

function foldedText(value: unknown, kind: ValueKind, count: number): string {
  if (kind === 'array') return `${count} items`;
  const type: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, '_type') : null;
  const members = count === 1 ? '1 key' : `${count} keys`;
  return typeof type === 'string' ? `${type} · ${members}` : members;
}

function holds(value: unknown, wanted: string, name: string): boolean {
  const kind = kindOf(value);
  if (kind !== 'object' && kind !== 'array') {
    return leafText(value, kind).toLowerCase().includes(wanted);
  }
  return entriesOf(value).some(([key, member]) => {
    const memberName = `${name}.${key}`;
    return memberName.toLowerCase().includes(wanted) || holds(member, wanted, memberName);
  });
}

/** Keys that the client adds by itself come last. */
function rankOf(key: string): number {
  return key.startsWith('_') ? 1 : 0;
}
