import { entriesOf, kindOf, valueText } from '../../../../components/value-tree/api-json.ts';

/** A value of metadata that is not the same on both sides; null where it is not. */
export interface MetadataChange {
  /** Keys from the outside in. */
  readonly path: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
}

/** Values that differ, by key; lists are compared as a whole. */
export function diffMetadata(before: unknown, after: unknown): readonly MetadataChange[] {
  const [left, right] = [leaves(before), leaves(after)];
  const changes: MetadataChange[] = [];
  for (const [name, { path, text }] of right) {
    const old = left.get(name)?.text ?? null;
    if (old !== text) changes.push({ path, before: old, after: text });
  }
  for (const [name, { path, text }] of left) {
    if (!right.has(name)) changes.push({ path, before: text, after: null });
  }
  const order = new Intl.Collator(undefined, { numeric: true });
  return changes.sort((a, b) => order.compare(a.path.join('.'), b.path.join('.')));
}

interface Leaf {
  readonly path: readonly string[];
  readonly text: string;
}

function leaves(root: unknown): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  const visit = (value: unknown, path: readonly string[]): void => {
    const entries = kindOf(value) === 'object' ? entriesOf(value) : [];
    if (entries.length > 0) {
      for (const [key, member] of entries) visit(member, [...path, key]);
    } else if (path.length > 0) {
      found.set(JSON.stringify(path), { path, text: valueText(value) });
    }
  };
  visit(root, []);
  return found;
}
