import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { rootRoute } from './root.tsx';

const queuesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/annotations',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(() => import('../../pages/annotations/index.tsx'), 'QueuesPage'),
});

const judgeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/annotations/$queue',
  staticData: { part: 'Traces' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['item']),
  component: lazyRouteComponent(
    () => import('../../pages/annotations/judge/index.tsx'),
    'JudgePage',
  ),
});

const resultsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/annotations/$queue/results',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(
    () => import('../../pages/annotations/results/index.tsx'),
    'ResultsPage',
  ),
});

/** Queues of calls for people to judge. */
export const annotationRoutes = [queuesRoute, judgeRoute, resultsRoute] as const;
