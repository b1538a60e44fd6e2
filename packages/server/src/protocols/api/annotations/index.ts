import type { ApiDeps } from '../deps.ts';
import type { ApiRoute } from '../route.ts';
import { itemRoutes } from './item-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { reviewRoutes } from './review-routes.ts';

/** Queues of calls for people to judge. */
export function annotationRoutes(deps: ApiDeps): ApiRoute[] {
  return [...queueRoutes(deps), ...itemRoutes(deps), ...reviewRoutes(deps)];
}
