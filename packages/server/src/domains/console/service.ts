import type { ColumnStore } from '../../stores/columns/types.ts';
import { encodeLines, selectLastLines, selectLines, selectMatchingLines } from './store.ts';
import type { Console } from './types.ts';
import { readWireLine } from './wire-line.ts';

/** Most lines that one read returns. */
const MAX_LINES = 100_000;

/**
 * Console output over the column store. Text is kept as sent, ANSI codes and NUL among it; only
 * unpaired surrogates, which UTF-8 can't hold, become U+FFFD.
 * @param deps.versions strictly growing number (microseconds): of two texts for one line the later wins
 */
export function createConsole(deps: { columns: ColumnStore; versions: () => bigint }): Console {
  const { columns } = deps;
  return {
    decode({ source, offset, lines }) {
      return encodeLines(source, offset, lines.map(readWireLine), deps.versions());
    },
    read: (run, { from, limit }) => selectLines(columns, run, Math.max(from, 0), bounded(limit)),
    tail: (run, limit) => selectLastLines(columns, run, bounded(limit)),
    search: (run, { text, limit }) => selectMatchingLines(columns, run, text, bounded(limit)),
  };
}

function bounded(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit), 0), MAX_LINES);
}
