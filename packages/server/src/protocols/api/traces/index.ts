import type { ApiDeps } from '../deps.ts';
import type { ApiRoute } from '../route.ts';
import { callExportRoutes } from './export-routes.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { callListRoutes } from './list-routes.ts';
import { callRoutes } from './one-routes.ts';
import { callStatsRoutes } from './stats-routes.ts';
import { threadRoutes } from './thread-routes.ts';
import { weaveViewRoutes } from './weave-view-routes.ts';

/** Traces: lists of calls, one call with its trace, and files of them. */
export function traceRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    ...callListRoutes(deps),
    ...callStatsRoutes(deps),
    ...callExportRoutes(deps),
    ...callRoutes(deps),
    ...feedbackRoutes(deps),
    ...threadRoutes(deps),
    ...weaveViewRoutes(deps),
  ];
}
