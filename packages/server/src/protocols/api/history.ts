import { Readable } from 'node:stream';
import { MetricKeys } from '@runloom/model';
import type { Metrics, RowPage, RowPosition } from '../../domains/metrics/index.ts';
import type { Run } from '../../domains/runs/index.ts';
import { findRun } from './address.ts';
import { fileName } from './console.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const ROWS_PER_READ = 20_000;
const NDJSON = 'application/x-ndjson; charset=utf-8';

/** Every history row of a run, every value of it. */
export function historyRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/history',
      summary: 'All history rows in step order, one a line, each value exactly as it was logged',
      policy: 'checked-by-domain',
      answer: { media: NDJSON },
      async handle({ actor, params, reply }) {
        const { run } = await findRun(deps, actor, params);
        reply.type(NDJSON);
        reply.header('Content-Disposition', `attachment; filename="${fileName(run, 'ndjson')}"`);
        return Readable.from(allRows(deps.metrics, run));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/metric-keys',
      summary: 'Every metric that a run logged',
      policy: 'checked-by-domain',
      answer: { json: MetricKeys },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        const [history, system] = await Promise.all([
          deps.metrics.runKeys(run, 'history'),
          deps.metrics.runKeys(run, 'system'),
        ]);
        return { history: [...history], system: [...system] };
      },
    }),
  ];
}

/** Reads page after page in the order of the history. */
async function* allRows(metrics: Metrics, run: Run): AsyncGenerator<string> {
  let after: RowPosition | null = null;
  do {
    const page: RowPage = await metrics.readRowPage(run, 'history', after, ROWS_PER_READ);
    if (page.rows.length > 0) yield `${page.rows.join('\n')}\n`;
    after = page.next;
  } while (after !== null);
}
