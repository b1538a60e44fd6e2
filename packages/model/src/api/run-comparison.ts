import { z } from 'zod';
import { RunDetail } from './runs.ts';

/** Runs that panels compare as a whole. */
export const MOST_COMPARED_RUNS = 50;

/** Rows of one run that a custom chart is drawn from. */
export const MOST_CHART_ROWS = 10_000;

const RunNames = z.array(z.string().min(1)).max(MOST_COMPARED_RUNS);

/** `POST /api/v1/projects/{entity}/{project}/runs/whole` */
export const WholeRunsRequest = z.object({ runs: RunNames });

/** A run with all that scripts and machines told of it. */
export const WholeRun = RunDetail.omit({
  historyLineCount: true,
  eventsLineCount: true,
  logLineCount: true,
  canWrite: true,
});
export type WholeRun = z.infer<typeof WholeRun>;

/** In the order asked; runs that are not there are left out. */
export const WholeRuns = z.object({ runs: z.array(WholeRun) });

/** `POST /api/v1/projects/{entity}/{project}/runs/history-rows` */
export const HistoryRowsRequest = z.object({
  runs: RunNames,
  /** Dotted; only rows that have all of them are read. `_step` may be among them. */
  keys: z.array(z.string().min(1).max(4_000)).min(1).max(20),
  /** Of each run. */
  limit: z.number().int().min(1).max(MOST_CHART_ROWS).default(MOST_CHART_ROWS),
});

export const HistoryRows = z.object({
  runs: z.array(
    z.object({
      name: z.string(),
      /** In the order of the keys. */
      rows: z.array(z.array(z.unknown())),
      /** There are more rows than were asked for. */
      isCut: z.boolean(),
    }),
  ),
});

/** A medium, table or histogram that a run logged, by the last one in its summary. */
export const LoggedMedia = z.object({
  /** Dotted. */
  key: z.string(),
  /** As the client names it: `image-file`, `table-file`, … */
  type: z.string(),
});
export type LoggedMedia = z.infer<typeof LoggedMedia>;

/** A custom chart that a run's script logged. */
export const LoggedChart = z.object({
  key: z.string(),
  /** The `panel_config` that the client wrote, for `customChartOf`. */
  config: z.unknown(),
});
export type LoggedChart = z.infer<typeof LoggedChart>;
export type HistoryRows = z.infer<typeof HistoryRows>;
