import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root.tsx';

/** These pages read their own state; every member is a text. */
const ownState = (search: Record<string, unknown>) => search as Record<string, string>;

/** Evaluations of models, at the addresses that users of Weave know. */
const evaluationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/evaluations',
  staticData: { part: 'Evaluations' },
  validateSearch: ownState,
  component: lazyRouteComponent(
    () => import('../../pages/evaluations/list/index.tsx'),
    'EvaluationsPage',
  ),
});

const newEvaluationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/evaluations/new',
  staticData: { part: 'Evaluations' },
  validateSearch: ownState,
  component: lazyRouteComponent(
    () => import('../../pages/evaluations/new/index.tsx'),
    'NewEvaluationPage',
  ),
});

const evaluationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/evaluations/$evaluation',
  staticData: { part: 'Evaluations' },
  validateSearch: ownState,
  component: lazyRouteComponent(
    () => import('../../pages/evaluations/one/index.tsx'),
    'EvaluationPage',
  ),
});

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/compare-evaluations',
  staticData: { part: 'Evaluations' },
  validateSearch: ownState,
  component: lazyRouteComponent(
    () => import('../../pages/evaluations/compare/index.tsx'),
    'ComparePage',
  ),
});

const leaderboardsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/leaderboards',
  staticData: { part: 'Evaluations' },
  component: lazyRouteComponent(
    () => import('../../pages/evaluations/leaderboards/index.tsx'),
    'LeaderboardsPage',
  ),
});

const leaderboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/leaderboards/$leaderboard',
  staticData: { part: 'Evaluations' },
  component: lazyRouteComponent(
    () => import('../../pages/evaluations/leaderboards/one.tsx'),
    'LeaderboardPage',
  ),
});

/** Evaluations, their comparison and leaderboards. */
export const evaluationRoutes = [
  evaluationsRoute,
  newEvaluationRoute,
  evaluationRoute,
  compareRoute,
  leaderboardsRoute,
  leaderboardRoute,
] as const;
