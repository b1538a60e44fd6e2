import { invalid, notFound } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Projects } from '../projects/index.ts';
import type { Runs } from '../runs/index.ts';
import { createAlertStore } from './store.ts';
import type { AlertRaised, Alerts } from './types.ts';

const STANDARD_PAGE = 100;
const MAX_PAGE = 1_000;
/** What a mail or a message to a phone could still hold; longer ones are cut, never refused. */
const MAX_TITLE = 1_000;
const MAX_TEXT = 100_000;

/** Alerts over the metadata store. `clock` in milliseconds. */
export function createAlerts(deps: {
  metadata: MetadataStore;
  projects: Pick<Projects, 'find'>;
  runs: Pick<Runs, 'findIn'>;
  live: { publish(event: AlertRaised): void };
  clock?: () => number;
}): Alerts {
  const { projects, runs, live } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createAlertStore(deps.metadata);

  return {
    async raise(actor, input) {
      const { entityName, projectName, runName } = input;
      const project = await projects.find(actor, entityName, projectName, 'write');
      const run = await runs.findIn(project, runName);
      if (run === null) throw notFound(`The run ${entityName}/${projectName}/${runName}`);
      const bounded = {
        ...input,
        title: input.title.slice(0, MAX_TITLE),
        text: input.text.slice(0, MAX_TEXT),
      };
      const alert = await store.add(run.id, bounded, clock());
      if (alert === null) return null;
      live.publish({
        kind: 'alert',
        projectId: project.id,
        runId: run.id,
        runName: run.name,
        alert,
      });
      return alert;
    },

    async list(run, options = {}) {
      const first = Math.min(Math.max(Math.trunc(options.first ?? STANDARD_PAGE), 1), MAX_PAGE);
      const before = options.after ? decodeCursor(options.after) : null;
      const [found, totalCount] = await Promise.all([
        store.list(run.id, before, first + 1),
        store.count(run.id),
      ]);
      const alerts = found.slice(0, first);
      const last = alerts.at(-1);
      const nextCursor = found.length > first && last ? String(last.id) : null;
      return { alerts, totalCount, nextCursor };
    },

    removeRuns: (ids) => store.remove(ids),
  };
}

function decodeCursor(cursor: string): number {
  const id = Number(cursor);
  if (Number.isSafeInteger(id)) return id;
  throw invalid('This cursor was not given out by this server.');
}
