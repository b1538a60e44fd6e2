import {
  type ExactJson,
  HistoryRows,
  HistoryRowsRequest,
  parseExactJson,
  toApiJson,
  WholeRuns,
  WholeRunsRequest,
} from '@runloom/model';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { commandLine, readEnvironment } from './run-environment.ts';
import { findRuns } from './run-listing.ts';
import type { RunViews } from './run-view.ts';

/** What panels that compare runs read of several at once. */
export function runComparisonRoutes(deps: ApiDeps, views: RunViews): ApiRoute[] {
  const { projects, files, metrics } = deps;
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/runs/whole',
      summary: 'Several runs with their whole configs, summaries and machines',
      policy: 'checked-by-domain',
      reads: true,
      body: WholeRunsRequest,
      answer: { json: WholeRuns },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const { runs: found, nameOf } = await findRuns(deps, actor, project, body.runs);
        const [shaped, environments] = await Promise.all([
          views.many(found),
          Promise.all(found.map((run) => readEnvironment(files, run))),
        ]);
        return {
          runs: shaped.map((view, index) => {
            const run = found[index];
            const environment = environments[index] ?? null;
            return {
              ...view,
              name: run === undefined ? view.name : nameOf(run),
              program: run?.program ?? '',
              host: run?.host ?? '',
              git: run?.repo || run?.commit ? { remote: run.repo, commit: run.commit } : null,
              environment,
              command: environment === null ? null : commandLine(environment),
            };
          }),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/runs/history-rows',
      summary: 'Values of some keys row by row, of the rows that have all of them, of several runs',
      policy: 'checked-by-domain',
      reads: true,
      body: HistoryRowsRequest,
      answer: { json: HistoryRows },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const { keys, limit } = body;
        const { runs: found, nameOf } = await findRuns(deps, actor, project, body.runs);
        const read: HistoryRows['runs'] = [];
        // One after the other: each may be ten thousand rows.
        for (const run of found) {
          const texts = await metrics.readRows(run, 'history', { keys, limit: limit + 1 });
          read.push({
            name: nameOf(run),
            rows: texts.slice(0, limit).map((text) => valuesOf(parseExactJson(text), keys)),
            isCut: texts.length > limit,
          });
        }
        return { runs: read };
      },
    }),
  ];
}

function valuesOf(row: ExactJson, keys: readonly string[]): unknown[] {
  return keys.map((key) => toApiJson(valueAt(row, key)));
}

/** A key may be a member itself (`a.b`) or lead through objects. */
function valueAt(row: ExactJson, key: string): ExactJson {
  if (!(row instanceof Map)) return null;
  const own = row.get(key);
  if (own !== undefined) return own;
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const inner = row.get(key.slice(0, dot));
    if (inner instanceof Map) return valueAt(inner, key.slice(dot + 1));
  }
  return null;
}
