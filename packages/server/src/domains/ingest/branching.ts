import { metricDefinitionsOf, parseExactJson, stringifyExact } from '@runloom/model';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Extent, Metrics } from '../metrics/index.ts';
import type { Projects } from '../projects/index.ts';
import { forkedFrom, type Run, type Runs, rewoundTo } from '../runs/index.ts';
import type { Ingest } from './types.ts';

/** Forks and rewinds: both give a run a new beginning, taken from rows that stand where they stood. */
export function createBranching(deps: {
  readonly projects: Pick<Projects, 'find'>;
  readonly runs: Pick<Runs, 'findIn' | 'reshapeHistory'>;
  readonly metrics: Pick<Metrics, 'countRows' | 'extent' | 'readRows' | 'deriveSummary'>;
}): Pick<Ingest, 'rewind' | 'fork'> {
  const { runs, metrics } = deps;

  /** What a run knows of its history, from the rows of its lineage. */
  async function describe(view: Run) {
    const [lines, extent] = await Promise.all([
      metrics.countRows(view, 'history'),
      metrics.extent(view),
    ]);
    if (extent === null) return { historyLineCount: 0, ...NO_HISTORY };
    const last = await metrics.readRows(view, 'history', { minStep: BigInt(extent.lastStep) });
    return { historyLineCount: lines, historyTail: last.at(-1) ?? null, ...bounded(extent) };
  }

  return {
    async rewind(actor, address, step) {
      checkStep(step);
      const project = await deps.projects.find(actor, address.entity, address.project, 'write');
      const run = await runs.findIn(project, address.run);
      if (run === null) throw notFound(`The run ${address.run}`);
      const view: Run = { ...run, lineage: rewoundTo(run, step, 0) };
      const known = await describe(view);
      const definitions = metricDefinitionsOf(parseExactJson(run.config));
      const summary = stringifyExact(
        new Map((await metrics.deriveSummary(view, definitions)).values),
      );
      const rewound = await runs.reshapeHistory(run.id, (now) => ({
        ...known,
        lineage: rewoundTo(now, step, known.historyLineCount),
        summary,
        // The client begins its console anew.
        logLineCount: 0,
      }));
      return { run: rewound, project };
    },

    async fork(run, parent, step) {
      checkStep(step);
      if (!isFresh(run)) return run;
      const known = await describe({ ...run, lineage: forkedFrom(parent, step, 0) });
      return runs.reshapeHistory(run.id, (now) => {
        if (!isFresh(now)) return { lineage: now.lineage };
        const lineage = forkedFrom(parent, step, known.historyLineCount);
        return { ...known, lineage, startedAt: parent.startedAt };
      });
    },
  };
}

const NO_HISTORY = {
  historyTail: null,
  firstStep: null,
  lastStep: null,
  firstTime: null,
  lastTime: null,
} as const;

const isFresh = (run: Run): boolean => run.lineage === null && run.historyLineCount === 0;

function checkStep(step: number): void {
  if (Number.isSafeInteger(step)) return;
  throw invalid(`A run can go on from a step, which is a whole number; ${step} is none.`);
}

/** Ends further out are kept as the last whole number that is exact. */
function bounded(extent: Extent): Extent {
  const limit = Number.MAX_SAFE_INTEGER;
  const inside = (end: number): number => Math.min(Math.max(end, -limit), limit);
  return {
    firstStep: inside(extent.firstStep),
    lastStep: inside(extent.lastStep),
    firstTime: inside(extent.firstTime),
    lastTime: inside(extent.lastTime),
  };
}
