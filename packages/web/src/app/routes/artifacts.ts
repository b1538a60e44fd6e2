import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { listSearch } from './list-search.ts';
import { rootRoute } from './root.tsx';

const artifactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/artifacts',
  staticData: { part: 'Artifacts' },
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../../pages/artifacts/index.tsx'), 'ArtifactsPage'),
});

/** As clients print it: the artifacts of one type. */
const artifactTypeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/artifacts/$type',
  beforeLoad: ({ params: { type, ...params } }) => {
    throw redirect({ to: '/$entity/$project/artifacts', params, search: { type }, replace: true });
  },
});

const collectionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/artifacts/$type/$artifact',
  staticData: { part: 'Artifacts' },
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/collection/index.tsx'),
    'CollectionPage',
  ),
});

const versionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/artifacts/$type/$artifact/$version',
  staticData: { part: 'Artifacts' },
  // The tabs read what they need of it; every member is a text.
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/index.tsx'),
    'VersionPage',
  ),
});

const versionOverviewRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/overview/overview-tab.tsx'),
    'OverviewTab',
  ),
});

const versionMetadataRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/metadata',
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/metadata-tab.tsx'),
    'MetadataTab',
  ),
});

const versionUsageRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/usage',
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/usage/usage-tab.tsx'),
    'UsageTab',
  ),
});

const versionFilesRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/files',
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/files/files-tab.tsx'),
    'FilesTab',
  ),
});

const versionLineageRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/lineage',
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/lineage-tab.tsx'),
    'LineageTab',
  ),
});

const versionCompareRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/compare',
  component: lazyRouteComponent(
    () => import('../../pages/artifacts/version/compare/compare-tab.tsx'),
    'CompareTab',
  ),
});

/** Artifacts of a project. */
export const artifactRoutes = [
  artifactsRoute,
  artifactTypeRoute,
  collectionRoute,
  versionRoute.addChildren([
    versionOverviewRoute,
    versionMetadataRoute,
    versionUsageRoute,
    versionFilesRoute,
    versionLineageRoute,
    versionCompareRoute,
  ]),
] as const;
