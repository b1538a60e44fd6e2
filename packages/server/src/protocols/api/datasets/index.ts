import type { ApiDeps } from '../deps.ts';
import type { ApiRoute } from '../route.ts';
import { datasetCallRoutes } from './call-routes.ts';
import { datasetChangeRoutes } from './change-routes.ts';
import { datasetFileRoutes } from './file-routes.ts';
import { datasetVersionRoutes } from './version-routes.ts';

/** Datasets: new versions, what differs between them, files, rows of traces. */
export function datasetRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    ...datasetVersionRoutes(deps),
    ...datasetChangeRoutes(deps),
    ...datasetFileRoutes(deps),
    ...datasetCallRoutes(deps),
  ];
}
