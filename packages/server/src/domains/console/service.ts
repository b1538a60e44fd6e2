import { RE2JS } from 're2js';
import { invalid } from '../../platform/errors.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { isShared } from '../runs/index.ts';
import {
  countLines,
  encodeLines,
  selectLabels,
  selectLastLines,
  selectLines,
  selectMatchingLines,
} from './store.ts';
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
    async search(run, wanted) {
      if (wanted.isPattern === true && wanted.text !== undefined) checkPattern(wanted.text);
      return selectMatchingLines(columns, run, { ...wanted, limit: bounded(wanted.limit) });
    },
    // A plain run's lines are counted as they are acknowledged, by the number of the last one.
    count: async (run) => (isShared(run) ? countLines(columns, run) : run.logLineCount),
    labels: (run) => selectLabels(columns, run),
  };
}

/** The engine's own message would name its inner workings. */
function checkPattern(pattern: string): void {
  try {
    RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`The pattern can not be read: ${reason}.`);
  }
}

function bounded(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit), 0), MAX_LINES);
}
