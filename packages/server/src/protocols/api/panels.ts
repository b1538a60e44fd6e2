import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import {
  encodePanel,
  PANELS_MEDIA_TYPE,
  type PanelData,
  PanelExport,
  PanelsRequest,
  PanelsResponse,
  type ParsedPanelRequest,
  panelToJson,
} from '@runloom/model';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Metrics, PanelRuns } from '../../domains/metrics/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { groupsToCsv, pointsToCsv } from './panel-csv.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { findRuns } from './run-listing.ts';

/** Panels that are read side by side: enough to keep the engine busy. */
const PANELS_AT_ONCE = 3;

/** Lines of panels, computed from all points in view. */
export function panelRoutes(deps: ApiDeps): ApiRoute[] {
  const { projects, metrics } = deps;
  return [
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/panels',
      summary: `Lines of panels: points, buckets and groups, computed from every point; JSON, or binary for \`Accept: ${PANELS_MEDIA_TYPE}\``,
      policy: 'checked-by-domain',
      reads: true,
      body: PanelsRequest,
      answer: { json: PanelsResponse },
      async handle({ actor, params, body, request, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const drawn = await findPanelRuns(deps, actor, project, body);
        reply.header('Vary', 'Accept');
        const read = (panel: ParsedPanelRequest) => metrics.readPanel(drawn, panel);
        if (wantsBinary(request)) {
          const frames = await writeInTurn(body.panels, read, encodePanel);
          return reply.type(PANELS_MEDIA_TYPE).send(Buffer.concat(frames)) as never;
        }
        const texts = await writeInTurn(body.panels, read, (panel) =>
          JSON.stringify(panelToJson(panel)),
        );
        reply.type('application/json; charset=utf-8');
        // Already JSON: sent as it is.
        return reply.send(`{"panels":[${texts.join(',')}]}`) as never;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/panels/export',
      summary: 'Every point of a panel as it was logged, or every place of its groups, as CSV',
      policy: 'checked-by-domain',
      reads: true,
      body: PanelExport,
      answer: { media: CSV },
      async handle({ actor, params, body, reply }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const drawn = await findPanelRuns(deps, actor, project, body);
        const text = await exportPanel(metrics, drawn, body.panel);
        reply.type(CSV);
        reply.header('Content-Disposition', 'attachment; filename="panel.csv"');
        return Readable.from(text);
      },
    }),
  ];
}

const CSV = 'text/csv; charset=utf-8';

/** What is wrong with the panel is found before the answer begins. */
async function exportPanel(
  metrics: Pick<Metrics, 'exportPoints' | 'readPanel'>,
  runs: PanelRuns,
  panel: ParsedPanelRequest,
): Promise<Iterable<string> | AsyncIterable<string>> {
  if (panel.group !== null) {
    const data = await metrics.readPanel(runs, panel);
    if (data.error !== null) throw invalid(data.error.message);
    return groupsToCsv(data, panel);
  }
  const points = metrics.exportPoints(runs, panel);
  const first = await points.next();
  return pointsToCsv(
    (async function* all() {
      if (first.done === true) return;
      yield first.value;
      yield* points;
    })(),
  );
}

/** The runs of a request; names that there are none of are left out. */
async function findPanelRuns(
  deps: ApiDeps,
  actor: Actor,
  project: Project,
  body: { readonly runs: readonly string[]; readonly hiddenRuns?: readonly string[] },
): Promise<PanelRuns> {
  const names = new Set(body.runs);
  const asked = new Set([...names, ...(body.hiddenRuns ?? [])]);
  const { runs, nameOf, projectOf } = await findRuns(deps, actor, project, [...asked]);
  const drawn = runs.filter((run) => names.has(nameOf(run)));
  const hidden = runs.filter((run) => !names.has(nameOf(run)));
  const users = await deps.accounts.usernames(drawn.map(({ createdBy }) => createdBy));
  return {
    runs: drawn,
    hidden,
    nameOf,
    projectOf,
    userOf: (run) => users.get(run.createdBy) ?? null,
  };
}

function wantsBinary(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '')
    .split(',')
    .some((one) => one.trim().split(';')[0] === PANELS_MEDIA_TYPE);
}

/** Reads a few panels at a time and writes each when it is there, so that a large answer doesn't hold up the event loop. */
async function writeInTurn<Panel, Frame>(
  panels: readonly Panel[],
  read: (panel: Panel) => Promise<PanelData>,
  write: (panel: PanelData) => Frame,
): Promise<Frame[]> {
  const frames: Frame[] = new Array(panels.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < panels.length) {
      const index = next;
      next += 1;
      frames[index] = write(await read(panels[index] as Panel));
      await setImmediate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(PANELS_AT_ONCE, panels.length) }, worker));
  return frames;
}
