import type { ExactJson } from '@runloom/model';

/**
 * How a column holds the values of a key: all as one plain type where they are of one, else each as
 * its JSON text.
 */
export type ColumnKind = 'integer' | 'double' | 'boolean' | 'text' | 'json';

export interface Column {
  /** The dotted key. */
  readonly name: string;
  readonly kind: ColumnKind;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** Every row holds every key, each with a plain value of one type: nothing is lost in a table. */
  readonly isUniform: boolean;
}

type Row = ReadonlyMap<string, ExactJson>;

/**
 * Dotted keys of a row with what they hold, as keys are named everywhere: objects are walked into
 * unless they are values of their own (media, histograms). A literal key wins over a nested one.
 */
export function leavesOf(row: Row): Map<string, ExactJson> {
  const leaves = new Map<string, ExactJson>();
  walk(row, '', leaves);
  return leaves;
}

function walk(row: Row, prefix: string, leaves: Map<string, ExactJson>): void {
  const nested: [string, Row][] = [];
  for (const [key, value] of row) {
    const name = `${prefix}${key}`.toWellFormed();
    if (isPlainObject(value)) nested.push([name, value]);
    else if (!leaves.has(name)) leaves.set(name, value);
  }
  for (const [name, value] of nested) walk(value, `${name}.`, leaves);
}

const isPlainObject = (value: ExactJson): value is Map<string, ExactJson> =>
  value instanceof Map && value.size > 0 && !value.has('_type');

/** What was seen of a key. */
interface Seen {
  count: number;
  types: number;
}

const INTEGER = 1;
/** Past 2^53, within 64 bits. */
const LONG_INTEGER = 2;
const FRACTION = 4;
const BOOLEAN = 8;
const TEXT = 16;
const OTHER = 32;
const NULL = 64;

/** Looks at all rows of a history, and says which table they make. */
export function createSurvey(): {
  /** Keys met so far. */
  readonly width: number;
  add(row: Row): void;
  finish(): Table;
} {
  const keys = new Map<string, Seen>();
  let rowCount = 0;
  let hasNested = false;

  return {
    get width() {
      return keys.size;
    },

    add(row) {
      rowCount += 1;
      for (const value of row.values()) hasNested ||= isPlainObject(value);
      for (const [name, value] of leavesOf(row)) {
        const seen = keys.get(name);
        const type = typeOf(value);
        if (seen === undefined) keys.set(name, { count: 1, types: type });
        else {
          seen.count += 1;
          seen.types |= type;
        }
      }
    },

    finish() {
      const columns = [...keys].map(([name, { types }]) => ({ name, kind: kindOf(types) }));
      const isUniform =
        !hasNested &&
        columns.every(({ kind }) => kind !== 'json') &&
        [...keys.values()].every(({ count, types }) => count === rowCount && (types & NULL) === 0);
      return { columns: inOrder(columns), rowCount, isUniform };
    },
  };
}

function typeOf(value: ExactJson): number {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return BOOLEAN;
  if (typeof value === 'string') return value.isWellFormed() ? TEXT : OTHER;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? INTEGER : FRACTION;
  }
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? LONG_INTEGER : OTHER;
  return OTHER;
}

function kindOf(types: number): ColumnKind {
  const seen = types & ~NULL;
  if (seen === 0 || seen === TEXT) return 'text';
  if ((seen & ~(INTEGER | LONG_INTEGER)) === 0) return 'integer';
  if ((seen & ~(INTEGER | FRACTION)) === 0) return 'double';
  return seen === BOOLEAN ? 'boolean' : 'json';
}

/** The step first, then names as they sort. */
function inOrder(columns: readonly Column[]): readonly Column[] {
  const rank = ({ name }: Column): number => (name === '_step' ? 0 : 1);
  return columns.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
