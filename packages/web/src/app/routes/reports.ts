import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { rootRoute } from './root.tsx';

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/reports',
  staticData: { part: 'Reports' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['q']),
  component: lazyRouteComponent(() => import('../../pages/reports/list/index.tsx'), 'ReportsPage'),
});

/** As clients print it: `{words of the title}--{id}`. */
const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/reports/$report',
  staticData: { part: 'Reports' },
  validateSearch: (search: Record<string, unknown>) =>
    textParameters(search, ['comment', 'version', 'accessToken']),
  // As scripts of W&B share reports.
  beforeLoad: ({ search: { accessToken: token } }) => {
    if (token !== undefined) throw redirect({ to: '/shared/$token', params: { token } });
  },
  component: lazyRouteComponent(() => import('../../pages/reports/report/index.tsx'), 'ReportPage'),
});

/** What a secret link shows, to whoever has it. */
const sharedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/shared/$token',
  staticData: { isBare: true },
  component: lazyRouteComponent(
    () => import('../../pages/reports/shared/index.tsx'),
    'SharedReportPage',
  ),
});

/** The same in frames of other sites. */
const embedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/embed/$token',
  staticData: { isBare: true },
  component: lazyRouteComponent(
    () => import('../../pages/reports/shared/index.tsx'),
    'EmbeddedReportPage',
  ),
});

/** Reports of a project, and what is shared of them. */
export const reportRoutes = [reportsRoute, reportRoute, sharedRoute, embedRoute] as const;
