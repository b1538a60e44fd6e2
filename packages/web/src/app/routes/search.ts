import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { rootRoute } from './root.tsx';

const searchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/search',
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['q', 'kinds', 'in']),
  component: lazyRouteComponent(() => import('../../pages/search/index.tsx'), 'SearchPage'),
});

/** One box for everything. */
export const searchRoutes = [searchRoute] as const;
