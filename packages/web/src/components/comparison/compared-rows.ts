import { pathSegment } from '@runloom/model';
import { boxedNumber, entriesOf, kindOf, valueText } from '../value-tree/api-json.ts';

/** A heading, a folder of nested keys, or one key with what each of the compared has there. */
export interface ComparedRow {
  readonly kind: 'part' | 'folder' | 'value';
  /** Part and path; what settings name a folded row by. */
  readonly id: string;
  readonly depth: number;
  readonly label: string;
  /** As filters name it, `summary.loss`; of headings and folders what is below begins with it. */
  readonly field: string;
  /** In the order of the compared; undefined where one has nothing there. Empty for headings and folders. */
  readonly values: readonly unknown[];
  /** Not all have the same. */
  readonly isDifferent: boolean;
  /** Keys below, for headings and folders. */
  readonly count: number;
}

/** Something that all of the compared have: what stands below one heading. */
export interface ComparedPart {
  readonly id: string;
  readonly title: string;
  /** One for each of the compared. What is no object stands in one row. */
  readonly values: readonly unknown[];
  /** In the order of the members, not of their names. */
  readonly keepsOrder?: boolean;
  /** Items of lists are compared one by one, not lists as wholes. */
  readonly opensLists?: boolean;
}

/** Deeper values are shown as JSON text. */
const MOST_DEPTH = 12;

interface Node {
  readonly label: string;
  readonly children: Map<string, Node>;
  /** By place among the compared; absent where one has no plain value here. */
  readonly values: Map<number, unknown>;
}

/** What rows a comparison shows. */
export interface ComparisonView {
  readonly onlyDifferences: boolean;
  readonly folded: ReadonlySet<string>;
  /** Over the whole path, `config.model.depth`; it opens what is folded. Null: no search. */
  readonly matches: ((path: string) => boolean) | null;
}

/** A part with all keys that any of the compared has, nested keys below each other. */
export interface ComparedTree {
  readonly part: ComparedPart;
  readonly root: Node;
}

/** The trees from which rows are read. */
export function comparisonOf(parts: readonly ComparedPart[]): readonly ComparedTree[] {
  return parts.map((part) => {
    const root = emptyNode(part.title);
    const opensLists = part.opensLists ?? false;
    for (const [index, value] of part.values.entries()) {
      if (value === undefined) continue;
      const isOpen = isFolder(value, opensLists) || isEmptyObject(value);
      const members = isOpen ? entriesOf(value) : [[part.title, value] as const];
      addMembers(root, members, index, 0, opensLists);
    }
    return { part, root };
  });
}

/** The rows of a comparison that are in sight, in order. */
export function comparedRows(
  comparison: readonly ComparedTree[],
  view: ComparisonView,
): readonly ComparedRow[] {
  const rows: ComparedRow[] = [];
  for (const { part, root } of comparison) {
    const { id } = part;
    const below = rowsBelow(root, { part, id, field: id, depth: 1, view });
    if (below.leafCount === 0) continue;
    rows.push({
      kind: 'part',
      id,
      depth: 0,
      label: root.label,
      field: id,
      values: [],
      isDifferent: below.isDifferent,
      count: below.leafCount,
    });
    if (view.matches !== null || !view.folded.has(id)) rows.push(...below.rows);
  }
  return rows;
}

interface Place {
  readonly part: ComparedPart;
  readonly id: string;
  readonly field: string;
  readonly depth: number;
  readonly view: ComparisonView;
}

function rowsBelow(node: Node, place: Place) {
  const rows: ComparedRow[] = [];
  let leafCount = 0;
  let isDifferent = false;
  const { view, depth, part } = place;
  const count = part.values.length;
  const children =
    place.id === part.id && part.keepsOrder
      ? [...node.children]
      : [...node.children].sort(([a], [b]) => ORDER.compare(a, b));
  for (const [name, child] of children) {
    const id = `${place.id}.${pathSegment(name)}`;
    const field = `${place.field}.${name}`;
    if (child.values.size > 0) {
      const values = Array.from({ length: count }, (_, index) => child.values.get(index));
      const differs = areDifferent(values);
      const isShown =
        (!view.onlyDifferences || differs) && (view.matches === null || view.matches(field));
      if (isShown) {
        leafCount += 1;
        isDifferent ||= differs;
        rows.push({
          kind: 'value',
          id,
          depth,
          label: child.label,
          field,
          values,
          isDifferent: differs,
          count: 0,
        });
      }
    }
    if (child.children.size === 0) continue;
    const below = rowsBelow(child, { ...place, id, field, depth: depth + 1 });
    if (below.leafCount === 0) continue;
    leafCount += below.leafCount;
    isDifferent ||= below.isDifferent;
    rows.push({
      kind: 'folder',
      id: `${id}/`,
      depth,
      label: child.label,
      field,
      values: [],
      isDifferent: below.isDifferent,
      count: below.leafCount,
    });
    if (view.matches !== null || !view.folded.has(`${id}/`)) rows.push(...below.rows);
  }
  return { rows, leafCount, isDifferent };
}

const ORDER = new Intl.Collator('en', { numeric: true });

/** Values are the same when their text is: `1` and `1.0` are, a missing value and null are not. */
function areDifferent(values: readonly unknown[]): boolean {
  const [first, ...others] = values.map(identityOf);
  return others.some((other) => other !== first);
}

const identityOf = (value: unknown): string =>
  value === undefined ? '' : `${kindOf(value)} ${valueText(value)}`;

function emptyNode(label: string): Node {
  return { label, children: new Map(), values: new Map() };
}

function addMembers(
  node: Node,
  members: readonly Member[],
  index: number,
  depth: number,
  opensLists: boolean,
): void {
  for (const [name, value] of members) {
    let child = node.children.get(name);
    if (child === undefined) {
      child = emptyNode(name);
      node.children.set(name, child);
    }
    if (isFolder(value, opensLists) && depth < MOST_DEPTH) {
      addMembers(child, entriesOf(value), index, depth + 1, opensLists);
    } else child.values.set(index, value);
  }
}

type Member = readonly [name: string, value: unknown];

/** Objects of plain members are opened; media name their type, and are one value. */
function isFolder(value: unknown, opensLists: boolean): boolean {
  if (Array.isArray(value)) return opensLists && value.length > 0;
  if (typeof value !== 'object' || value === null || boxedNumber(value) !== null) return false;
  if (typeof Reflect.get(value, '_type') === 'string') return false;
  return Object.keys(value).length > 0;
}

const isEmptyObject = (value: unknown): boolean =>
  kindOf(value) === 'object' && entriesOf(value).length === 0;
