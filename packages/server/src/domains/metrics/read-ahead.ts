import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { isAtRest, isUnchanged } from './at-rest.ts';
import { isTooLarge, STEPS_AT_ONCE, selectRange } from './row-reads.ts';
import type { StoredRow } from './row-texts.ts';
import { scopeOfRun } from './scope.ts';
import { selectRows } from './store.ts';

/** Pages read at once for a reader who walks from page to page. */
const PAGES_AHEAD = 16n;
/** Of larger pages the asking is the smaller part. */
const MAX_STEPS_OF_PAGE = 10_000n;
const MAX_CHARACTERS_AHEAD = 8_000_000;
const MAX_READERS = 8;

/** Whole steps, `minStep` to before `maxStep`. */
export interface StepPage {
  readonly minStep: bigint;
  readonly maxStep: bigint;
  /** At most this many rows. */
  readonly limit: number;
}

interface Walk {
  readonly run: Run;
  /** Where the last page ended. */
  end: bigint;
  block: Block;
  /** The block after it, under way. */
  next: Promise<Block> | null;
}

/** All rows from one step to before another. */
interface Block {
  readonly rows: readonly StoredRow[];
  readonly from: bigint;
  readonly to: bigint;
}

const LAST_STEP = 2n ** 63n - 1n;

const NOTHING: Block = { rows: [], from: 0n, to: 0n };

/**
 * Reads pages of a history. One who asks for the page right after another will ask for the next ones
 * too, so some are read at once, and those after them while these are answered: small pages cost
 * mostly the asking. Only runs that do not change are
 * read ahead.
 */
export function createPageReader(
  columns: ColumnStore,
  clock: () => number,
): (run: Run, page: StepPage) => Promise<readonly string[]> {
  const walks = new Map<number, Walk>();

  return async (run, page) => {
    const before = walks.get(run.id);
    walks.delete(run.id);
    if (!isAtRest(run, clock())) return readPage(columns, run, page);
    const known = before !== undefined && isUnchanged(before.run, run) ? before : null;
    const walk: Walk = known ?? {
      run,
      end: page.minStep - 1n,
      block: NOTHING,
      next: null,
    };
    const isNext = walk.end === page.minStep;
    walk.end = page.maxStep;
    walks.set(run.id, walk);
    for (const oldest of walks.keys()) {
      if (walks.size <= MAX_READERS) break;
      walks.delete(oldest);
    }
    const isSmall = page.maxStep - page.minStep <= MAX_STEPS_OF_PAGE;
    if (!isNext || !isSmall) return readPage(columns, run, page);
    if (!holds(walk.block, page)) {
      const ahead = (await walk.next) ?? NOTHING;
      walk.next = null;
      walk.block = holds(ahead, page) ? ahead : await readBlock(columns, run, page);
    }
    if (!holds(walk.block, page)) return readPage(columns, run, page);
    // What comes after the block is read while its pages are answered.
    const { to } = walk.block;
    walk.next ??= readBlock(columns, run, {
      ...page,
      minStep: to,
      maxStep: to + stepsOf(page),
    }).catch(() => NOTHING);
    return rowsOf(walk.block, page);
  };
}

const stepsOf = (page: StepPage): bigint => page.maxStep - page.minStep;

/** Small ranges of steps are read at once; others by the records of their rows, a part at a time. */
async function readPage(
  columns: ColumnStore,
  run: Run,
  page: StepPage,
): Promise<readonly string[]> {
  const scope = scopeOfRun(run, 'history');
  if (stepsOf(page) > STEPS_AT_ONCE) return selectRows(columns, scope, page);
  try {
    const rows = await selectRange(columns, scope, page);
    return rows.slice(0, page.limit).map(({ text }) => text);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return selectRows(columns, scope, page);
  }
}

const holds = ({ from, to }: Block, page: StepPage): boolean =>
  from <= page.minStep && page.maxStep <= to;

function rowsOf({ rows }: Block, { minStep, maxStep, limit }: StepPage): readonly string[] {
  const texts: string[] = [];
  for (let at = firstAt(rows, minStep); at < rows.length && texts.length < limit; at += 1) {
    const row = rows[at];
    if (row === undefined || row.step >= maxStep) break;
    texts.push(row.text);
  }
  return texts;
}

/** Index of the first row at or after a step. */
function firstAt(rows: readonly StoredRow[], step: bigint): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.step ?? step) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Many pages at once; nothing when they are too large to be held. */
async function readBlock(columns: ColumnStore, run: Run, page: StepPage): Promise<Block> {
  const pages = stepsOf(page) * PAGES_AHEAD <= STEPS_AT_ONCE ? PAGES_AHEAD : 2n;
  const end = page.minStep + stepsOf(page) * pages;
  const to = end < LAST_STEP ? end : LAST_STEP;
  const range = { minStep: page.minStep, maxStep: to };
  const rows = await selectRange(columns, scopeOfRun(run, 'history'), range).catch(
    (error: unknown) => {
      if (isTooLarge(error)) return null;
      throw error;
    },
  );
  if (rows === null) return NOTHING;
  const characters = rows.reduce((sum, row) => sum + row.text.length, 0);
  return characters > MAX_CHARACTERS_AHEAD ? NOTHING : { rows, from: page.minStep, to };
}
