import { type ArtifactRooms, wireArtifacts } from './artifacts.ts';
import { type AutomationRooms, wireAutomations } from './automations.ts';
import { type Foundation, layFoundation } from './foundation.ts';
import type { ServerOptions } from './options.ts';
import { type ReportRooms, wireReports } from './reports.ts';
import { type RunRooms, wireRuns } from './runs.ts';
import { type TraceRooms, wireTraces } from './traces.ts';

/** Every domain of the server, by its name. */
export type Rooms = Foundation &
  RunRooms &
  ArtifactRooms &
  ReportRooms &
  AutomationRooms &
  TraceRooms;

/** Wires the domains on the stores, each on those that it stands on. */
export async function wireRooms(options: ServerOptions): Promise<Rooms> {
  const foundation = await layFoundation(options);
  const runs = wireRuns(foundation);
  const artifacts = wireArtifacts(foundation, runs);
  const reports = wireReports(foundation, runs, options.config.mail ?? null);
  const automations = wireAutomations(foundation, runs, artifacts, reports);
  const traces = wireTraces(foundation, { ...automations, ...reports });
  return { ...foundation, ...runs, ...artifacts, ...reports, ...automations, ...traces };
}
