import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { searchOnly } from './list-search.ts';
import { requireUser, rootRoute } from './root.tsx';

/** Registries of all organizations of the reader. */
const registriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/registry',
  staticData: { part: 'Registry' },
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../../pages/registry/index.tsx'), 'RegistriesPage'),
});

const organizationRegistriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry',
  staticData: { part: 'Registry' },
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../../pages/registry/index.tsx'), 'RegistriesPage'),
});

const registryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry/$registry',
  staticData: { part: 'Registry' },
});

const registryIndexRoute = createRoute({
  getParentRoute: () => registryRoute,
  path: '/',
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string | undefined; type?: string | undefined; tab?: string | undefined } => {
    const { q, type, tab } = textParameters(search, ['q', 'type', 'tab']);
    return { ...(q ? { q } : {}), ...(type ? { type } : {}), ...(tab ? { tab } : {}) };
  },
  // As clients print it: `?selectionPath=<entity>%2F<project>%2F<collection>&view=membership&version=v0`.
  beforeLoad: async ({ context, location, params }) => {
    await requireUser({ context, location });
    const asked = new URLSearchParams(location.searchStr);
    const collection = asked.get('selectionPath')?.split('/').slice(2).join('/');
    if (!collection) return;
    const version = asked.get('version');
    const to = { ...params, collection };
    throw version
      ? redirect({
          to: '/orgs/$organization/registry/$registry/$collection/$version',
          params: { ...to, version },
          replace: true,
        })
      : redirect({
          to: '/orgs/$organization/registry/$registry/$collection',
          params: to,
          replace: true,
        });
  },
  component: lazyRouteComponent(() => import('../../pages/registry/one/index.tsx'), 'RegistryPage'),
});

const registryCollectionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry/$registry/$collection',
  staticData: { part: 'Registry' },
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../../pages/registry/collection/index.tsx'),
    'RegistryCollectionPage',
  ),
});

const registryVersionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry/$registry/$collection/$version',
  staticData: { part: 'Registry' },
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../../pages/registry/version/index.tsx'),
    'RegistryVersionPage',
  ),
});

/** Registries of organizations. */
export const registryRoutes = [
  registriesRoute,
  organizationRegistriesRoute,
  registryRoute.addChildren([registryIndexRoute]),
  registryCollectionRoute,
  registryVersionRoute,
] as const;
