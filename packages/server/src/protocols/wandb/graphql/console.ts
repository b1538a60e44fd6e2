import type { ConsoleLine } from '../../../domains/console/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { connection } from './connection.ts';
import type { Resolver, RunSource } from './context.ts';

interface LogLinesArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
}

const STANDARD_LINES = 1000;
const MAX_LINES = 10_000;

const logLines: Resolver<RunSource, LogLinesArgs> = async ({ run }, args, context) => {
  const { deps, readColumns } = context;
  const { last } = args;
  if (typeof last === 'number') {
    const lines = await readColumns(() => deps.console.tail(run, bounded(last)));
    return connection(lines, cursorOf, false);
  }
  const limit = bounded(args.first ?? STANDARD_LINES);
  const from = lineAfter(args.after);
  const lines = await readColumns(() => deps.console.read(run, { from, limit: limit + 1 }));
  return connection(lines.slice(0, limit), cursorOf, lines.length > limit);
};

const bounded = (count: number): number => Math.min(Math.max(count, 0), MAX_LINES);

/** The cursor of a line is its number. */
const cursorOf = (line: ConsoleLine): string => String(line.number);

function lineAfter(cursor: string | null | undefined): number {
  if (!cursor) return 0;
  if (!/^\d{1,10}$/.test(cursor))
    throw invalid('The cursor of the lines is not one of this server.');
  return Number(cursor) + 1;
}

const logLineFields: Record<string, Resolver<ConsoleLine>> = {
  timestamp: ({ timestampMs }) => (timestampMs === null ? null : isoMicros(timestampMs)),
  line: ({ text }) => text,
};

/** With microseconds, as the client sent it. */
function isoMicros(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const micros = Math.round((milliseconds - whole) * 1000);
  return new Date(whole).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

export const consoleResolvers = { Run: { logLines }, LogLine: logLineFields };
