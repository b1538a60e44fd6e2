import { createAlerts } from '../domains/alerts/index.ts';
import { createCharts } from '../domains/charts/index.ts';
import { createConsole } from '../domains/console/index.ts';
import { createFiles } from '../domains/files/index.ts';
import { createHistoryExports } from '../domains/history-exports/index.ts';
import { createIngest } from '../domains/ingest/index.ts';
import { createMetrics } from '../domains/metrics/index.ts';
import { createRuns } from '../domains/runs/index.ts';
import {
  createClientViews,
  createTemplates,
  createViews,
  createWorkspaces,
} from '../domains/views/index.ts';
import { WANDB_WORKSPACES } from '../protocols/wandb/index.ts';
import type { Foundation } from './foundation.ts';

/** Runs, what they log, and what people make of it. */
export type RunRooms = ReturnType<typeof wireRuns>;

export function wireRuns(foundation: Foundation) {
  const { metadata, columns, blobs, secret, versions, committer, contents } = foundation;
  const { live, accounts, projects } = foundation;
  const metrics = createMetrics({ metadata, columns, versions });
  const runs = createRuns({ metadata, projects, readExtremes: metrics.extremes });
  const console = createConsole({ columns, versions });
  const views = createViews({ metadata, projects });
  const viewRoom = { metadata, views, projects, format: WANDB_WORKSPACES };
  return {
    metrics,
    runs,
    console,
    ingest: createIngest({ projects, runs, metrics, console, committer, live }),
    files: createFiles({ metadata, blobs, contents, secret }),
    historyExports: createHistoryExports({ metadata, blobs, contents, runs, metrics, secret }),
    charts: createCharts({ metadata, accounts }),
    views,
    workspaces: createWorkspaces(viewRoom),
    templates: createTemplates({ metadata, accounts }),
    clientViews: createClientViews(viewRoom),
    alerts: createAlerts({ metadata, projects, runs, live }),
  };
}
