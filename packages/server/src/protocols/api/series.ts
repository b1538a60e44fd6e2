import { setImmediate } from 'node:timers/promises';
import { SeriesRequest, SeriesResponse } from '@runloom/model';
import type { Series } from '../../domains/metrics/index.ts';
import type { RunId } from '../../domains/runs/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findRuns } from './run-listing.ts';
import { seriesView } from './series-view.ts';

/** Bounds of one request; a page asks panel by panel and stays far below. */
const MAX_SERIES = 10_000;
const MAX_BUCKETS = 4_000_000;
/** Numbers written before others get their turn on the event loop. */
const NUMBERS_PER_TURN = 50_000;

/** Lines of charts, computed from all points in view. */
export function seriesRoutes(deps: ApiDeps): ApiRoute[] {
  const { projects, metrics } = deps;
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/series',
      summary: 'Lines of a chart: every point, or buckets computed from every point',
      policy: 'checked-by-domain',
      reads: true,
      body: SeriesRequest,
      answer: { json: SeriesResponse },
      async handle({ actor, params, body, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        checkSize(body.runs.length * body.keys.length, body.buckets);
        const { runs, nameOf } = await findRuns(deps, actor, project, [...new Set(body.runs)]);
        const keys = [...new Set(body.keys)];
        const series = runs.length === 0 ? [] : await metrics.readSeries({ ...body, runs, keys });
        reply.type('application/json; charset=utf-8');
        // Already JSON: sent as it is.
        return reply.send(
          await writeSeries(series, new Map(runs.map((run) => [run.id, nameOf(run)]))),
        ) as never;
      },
    }),
  ];
}

function checkSize(seriesCount: number, buckets: number): void {
  if (seriesCount <= MAX_SERIES && seriesCount * buckets <= MAX_BUCKETS) return;
  throw invalid(
    `That is too much for one request: at most ${MAX_SERIES} series (runs × keys) and ${MAX_BUCKETS} buckets in all. Ask for fewer runs or keys at a time.`,
  );
}

/** Written series by series, so that a large answer doesn't hold up the event loop. */
async function writeSeries(
  series: readonly Series[],
  names: ReadonlyMap<RunId, string>,
): Promise<string> {
  let text = '{"series":[';
  let written = 0;
  for (const [index, one] of series.entries()) {
    text += `${index > 0 ? ',' : ''}${JSON.stringify(seriesView(one, names.get(one.runId) ?? ''))}`;
    written += one.x.length * (one.kind === 'points' ? 2 : 8);
    if (written < NUMBERS_PER_TURN) continue;
    written = 0;
    await setImmediate();
  }
  return `${text}]}`;
}
