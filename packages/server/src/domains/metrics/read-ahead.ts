import { SpareMemory } from '../../platform/spare-memory.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { isAtRest, isUnchanged } from './at-rest.ts';
import { PointRoom } from './point-room.ts';
import { isTooLarge, STEPS_AT_ONCE, selectRange } from './row-reads.ts';
import { scopeOfRun } from './scope.ts';
import { selectRows } from './store.ts';
import type { StoredRows } from './stored-rows.ts';
import type { PageOfRows } from './types.ts';

/** Pages read at once for a reader who walks from page to page. */
const MAX_PAGES_AHEAD = 32n;
/** The more steps at once, the fewer that are read only because they stand beside them. */
const STEPS_AHEAD = 32_000n;
/** Of larger pages the asking is the smaller part. */
const MAX_STEPS_OF_PAGE = 10_000n;
const MAX_BYTES_AHEAD = 16_000_000;
const MAX_READERS = 8;

/** Whole steps, `minStep` to before `maxStep`. */
export interface StepPage {
  readonly minStep: bigint;
  readonly maxStep: bigint;
  /** At most this many rows. */
  readonly limit: number;
}

/** Resolves with what `take` makes of the page, which is valid until `take` returns. */
export type PageReader = <Result>(
  run: Run,
  page: StepPage,
  take: (rows: PageOfRows) => Result,
) => Promise<Result>;

interface Walk {
  readonly run: Run;
  /** Where the last page ended. */
  end: bigint;
  block: Block;
  /** The block after it, under way. */
  next: Promise<Block> | null;
}

/** All rows from one step to before another; null when they were not read, or are let go. */
interface Block {
  rows: StoredRows | null;
  readonly from: bigint;
  readonly to: bigint;
}

const NO_ROWS: PageOfRows = { count: 0, items: Buffer.alloc(0) };

const LAST_STEP = 2n ** 63n - 1n;

const NOTHING: Block = { rows: null, from: 0n, to: 0n };

/**
 * Reads pages of a history. One who asks for the page right after another will ask for the next ones
 * too, so some are read at once, and those after them while these are answered: small pages cost
 * mostly the asking. Only runs that do not change are read ahead.
 */
export function createPageReader(columns: ColumnStore, clock: () => number): PageReader {
  const walks = new Map<number, Walk>();
  const memory = new SpareMemory();
  const room = new PointRoom((sizeBytes) => memory.take(sizeBytes));

  /** Small ranges of steps are read at once; others by the records of their rows, a part at a time. */
  async function readPage<Result>(
    run: Run,
    page: StepPage,
    take: (rows: PageOfRows) => Result,
  ): Promise<Result> {
    const scope = scopeOfRun(run, 'history');
    if (stepsOf(page) <= STEPS_AT_ONCE) {
      const rows = await whenNotTooLarge(selectRange(columns, scope, page, 'items', room));
      if (rows !== null) {
        const result = take(pageOf(rows, 0, rows.count, page.limit));
        memory.giveBack(rows.bytes);
        return result;
      }
    }
    return take(pageOfTexts(await selectRows(columns, scope, page)));
  }

  /** Many pages at once; nothing when they are too large to be held. */
  async function readBlock(run: Run, page: StepPage): Promise<Block> {
    const fitting = STEPS_AHEAD / stepsOf(page);
    const pages = fitting > MAX_PAGES_AHEAD ? MAX_PAGES_AHEAD : fitting;
    const end = page.minStep + stepsOf(page) * pages;
    const to = end < LAST_STEP ? end : LAST_STEP;
    const range = { minStep: page.minStep, maxStep: to };
    const scope = scopeOfRun(run, 'history');
    const rows = await whenNotTooLarge(selectRange(columns, scope, range, 'items', room));
    if (rows === null || rows.sizeBytes > MAX_BYTES_AHEAD) return NOTHING;
    return { rows, from: page.minStep, to };
  }

  /** Lets the block before go: whoever was given a page of it has copied that, and nobody finds more. */
  function hold(walk: Walk, block: Block): void {
    const before = walk.block;
    if (before === block) return;
    if (before.rows !== null) memory.giveBack(before.rows.bytes);
    before.rows = null;
    walk.block = block;
  }

  return async (run, page, take) => {
    const before = walks.get(run.id);
    walks.delete(run.id);
    if (!isAtRest(run, clock())) return readPage(run, page, take);
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
    const isSmall = stepsOf(page) > 0n && stepsOf(page) <= MAX_STEPS_OF_PAGE;
    if (!isNext || !isSmall) return readPage(run, page, take);
    if (!holds(walk.block, page)) {
      const { next } = walk;
      const ahead = (await next) ?? NOTHING;
      // Of two who waited for it, the first has begun to read what follows.
      if (walk.next === next) walk.next = null;
      hold(walk, holds(ahead, page) ? ahead : await readBlock(run, page));
    }
    if (!holds(walk.block, page)) return readPage(run, page, take);
    // What comes after the block is read while its pages are answered.
    const { to } = walk.block;
    const next = { ...page, minStep: to, maxStep: to + stepsOf(page) };
    walk.next ??= readBlock(run, next).catch(() => NOTHING);
    return take(rowsOf(walk.block, page));
  };
}

/** @throws whatever else went wrong */
async function whenNotTooLarge(reading: Promise<StoredRows>): Promise<StoredRows | null> {
  try {
    return await reading;
  } catch (error) {
    if (isTooLarge(error)) return null;
    throw error;
  }
}

const stepsOf = (page: StepPage): bigint => page.maxStep - page.minStep;

const pageOfTexts = (texts: readonly string[]): PageOfRows => ({
  count: texts.length,
  items: Buffer.from(JSON.stringify(texts).slice(1, -1)),
});

function pageOf(rows: StoredRows, from: number, to: number, limit: number): PageOfRows {
  const end = Math.min(to, from + limit);
  return { count: end - from, items: rows.piece(from, end) };
}

const holds = ({ rows, from, to }: Block, page: StepPage): boolean =>
  rows !== null && from <= page.minStep && page.maxStep <= to;

function rowsOf({ rows }: Block, { minStep, maxStep, limit }: StepPage): PageOfRows {
  if (rows === null) return NO_ROWS;
  return pageOf(rows, firstAt(rows, minStep), firstAt(rows, maxStep), limit);
}

/** Index of the first row at or after a step. */
function firstAt(rows: StoredRows, step: bigint): number {
  let low = 0;
  let high = rows.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows.step(middle) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
