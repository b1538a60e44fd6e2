import { Readable } from 'node:stream';
import { parseExactJson } from '@runloom/model';
import type { Metrics } from '../../domains/metrics/index.ts';
import type { Run } from '../../domains/runs/index.ts';
import { findRun } from './address.ts';
import { fileName } from './console.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const ROWS_PER_READ = 5000;
const INT64_MAX = 2n ** 63n - 1n;
const NDJSON = 'application/x-ndjson; charset=utf-8';

/** Every history row of a run, to the letter. */
export function historyRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/history',
      summary: 'All history rows in step order, one a line, exactly as they were logged',
      policy: 'checked-by-domain',
      answer: { media: NDJSON },
      async handle({ actor, params, reply }) {
        const { run } = await findRun(deps, actor, params);
        reply.type(NDJSON);
        reply.header('Content-Disposition', `attachment; filename="${fileName(run, 'ndjson')}"`);
        return Readable.from(allRows(deps.metrics, run));
      },
    }),
  ];
}

/**
 * Reads page after page in step order. Most rows tell their step; one that doesn't stands at its line
 * number, which is never negative. Where a whole page tells nothing, the next rows are found by a range
 * of steps, which grows over gaps and shrinks where it holds too many.
 */
export async function* allRows(
  metrics: Pick<Metrics, 'readRows'>,
  run: Run,
  rowsPerRead = ROWS_PER_READ,
): AsyncGenerator<string> {
  const read = (range: { minStep?: bigint; maxStep?: bigint }) =>
    metrics.readRows(run, 'history', { ...range, limit: rowsPerRead });
  let from: bigint | undefined;
  let width = rowsPerRead;
  for (;;) {
    const page = await read(from === undefined ? {} : { minStep: from });
    if (page.length < rowsPerRead) {
      if (page.length > 0) yield text(page);
      return;
    }
    const told = page.findLastIndex((row) => stepOf(row) !== null);
    if (told >= 0) {
      yield text(page.slice(0, told + 1));
      const step = stepOf(page[told] ?? '') ?? INT64_MAX;
      if (step >= INT64_MAX) return;
      from = step + 1n;
      continue;
    }
    const minStep = from === undefined || from < 0n ? 0n : from;
    const maxStep = minStep + BigInt(width);
    const rows = await read({ minStep, maxStep });
    if (rows.length === rowsPerRead && width > rowsPerRead) {
      width = Math.max(rowsPerRead, Math.floor(width / 2));
      continue;
    }
    if (rows.length > 0) yield text(rows);
    else width *= 2;
    from = maxStep;
  }
}

function text(rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}

function stepOf(row: string): bigint | null {
  const value = parseExactJson(row);
  const step = value instanceof Map ? value.get('_step') : undefined;
  if (typeof step === 'bigint') return step;
  return typeof step === 'number' && Number.isInteger(step) ? BigInt(step) : null;
}
