import type { Log } from '../../../platform/logging.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiRoute } from '../route.ts';
import { commentRoutes } from './comment-routes.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { createReportViews } from './report-view.ts';
import { sharedRoutes } from './shared-routes.ts';
import { createShownFiles } from './shown-files.ts';
import { syncRoutes } from './sync/route.ts';
import { versionRoutes } from './version-routes.ts';

/** Everything about reports below `/api/v1`, and how many editors are connected. */
export function reportRoom(
  deps: Pick<ApiDeps, 'accounts' | 'reportDomain' | 'closing' | 'files' | 'artifacts' | 'errands'>,
  log: Log,
): { readonly routes: ApiRoute[]; connectionCount(): number } {
  const { accounts, reportDomain, closing } = deps;
  const views = createReportViews(accounts);
  const findFiles = createShownFiles(deps);
  const sync = syncRoutes({ reports: reportDomain.reports, closing, log });
  return {
    connectionCount: sync.connectionCount,
    routes: [
      ...reportRoutes(reportDomain, views),
      ...versionRoutes(reportDomain, views),
      ...commentRoutes(reportDomain, views),
      ...fileRoutes(reportDomain),
      ...linkRoutes(reportDomain, views),
      ...evidenceRoutes(reportDomain, findFiles),
      ...sharedRoutes(reportDomain, accounts, deps.errands, findFiles),
      ...sync.routes,
    ],
  };
}
