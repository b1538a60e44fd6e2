import { entriesOf, kindOf, valueText } from '../../../components/value-tree/api-json.ts';

/** A property of all compared evaluations. */
export interface PropertyRow {
  /** What it is of: `Model`, `Dataset` … */
  readonly part: string;
  /** Where it stands in the value, joined by dots. */
  readonly path: string;
  /** By evaluation; null where it has none. */
  readonly texts: readonly (string | null)[];
  readonly isDifferent: boolean;
}

const MOST_ROWS = 500;
const LONGEST_LIST = 20;

/** The members of values as rows; nested ones each have a row, what clients add to say the class has none. */
export function propertyRows(part: string, values: readonly unknown[]): readonly PropertyRow[] {
  const leaves = values.map((value) => leavesOf(value));
  const paths = new Set(leaves.flatMap((one) => [...one.keys()]));
  return [...paths].slice(0, MOST_ROWS).map((path) =>
    propertyRow(
      part,
      path,
      leaves.map((one) => one.get(path) ?? null),
    ),
  );
}

/** A row of texts. */
export function propertyRow(
  part: string,
  path: string,
  texts: readonly (string | null)[],
): PropertyRow {
  return { part, path, texts, isDifferent: texts.some((text) => text !== texts[0]) };
}

function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const waiting: { path: string; value: unknown }[] = [{ path: '', value }];
  for (let next = waiting.pop(); next !== undefined && leaves.size < MOST_ROWS; ) {
    const kind = kindOf(next.value);
    const members = entriesOf(next.value);
    const isOpened =
      members.length > 0 &&
      (kind === 'object' || (kind === 'array' && members.length <= LONGEST_LIST));
    if (isOpened) {
      const { path } = next;
      const inner = members
        .filter(([key]) => !key.startsWith('_'))
        .map(([key, member]) => ({ path: path === '' ? key : `${path}.${key}`, value: member }));
      waiting.push(...inner.toReversed());
    } else if (next.path !== '' && kind !== 'null') {
      leaves.set(next.path, leafText(next.value));
    }
    next = waiting.pop();
  }
  return leaves;
}

/** References are shown by what they name. */
function leafText(value: unknown): string {
  if (typeof value !== 'string') return valueText(value);
  const [, name, version] =
    /^weave:\/\/\/[^/]+\/[^/]+\/(?:op|object)\/([^/:]+):([^/]+)/s.exec(value) ?? [];
  return name === undefined ? value : `${name}:${version?.slice(0, 8) ?? ''}`;
}
