import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from '../data/session.ts';
import { NotFoundPage } from '../pages/not-found/index.tsx';
import { PageError } from './page-error.tsx';
import { parseSearch, stringifySearch, textParameter, textParameters } from './search-params.ts';
import { PagePending } from './shell/page-pending.tsx';
import { Shell } from './shell/shell.tsx';

interface AutomationSearch {
  readonly q?: string | undefined;
  readonly entity?: string | undefined;
  /** The type of event of a new one; opens its form. */
  readonly new?: string | undefined;
  readonly metric?: string | undefined;
  readonly collection?: string | undefined;
}

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Shell,
  notFoundComponent: () => <NotFoundPage />,
});

/** For pages that make sense only for someone who is signed in. */
async function requireUser({
  context,
  location,
}: {
  context: RouterContext;
  location: { href: string };
}): Promise<void> {
  const session = await context.queryClient.ensureQueryData(sessionQuery());
  if (session.user === null) throw redirect({ to: '/signin', search: { next: location.href } });
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>) => {
    const token = textParameter(search, 'token');
    const next = textParameter(search, 'next');
    return { ...(token ? { token } : {}), ...(next ? { next } : {}) };
  },
  component: lazyRouteComponent(() => import('../pages/signin/index.tsx'), 'SignInPage'),
});

/** Pages whose state in the address is a search and the order of a list. */
const searchOnly = (
  search: Record<string, unknown>,
): { q?: string | undefined; sort?: string | undefined } => {
  const q = textParameter(search, 'q');
  const sort = textParameter(search, 'sort');
  return { ...(q ? { q } : {}), ...(sort ? { sort } : {}) };
};

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../pages/home/index.tsx'), 'HomePage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  beforeLoad: requireUser,
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['owner']),
  component: lazyRouteComponent(() => import('../pages/settings/index.tsx'), 'SettingsPage'),
});

const entityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity',
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../pages/entity/index.tsx'), 'EntityPage'),
});

const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project',
  // The workspace reads its own state; every member is a text.
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(() => import('../pages/workspace/index.tsx'), 'WorkspacePage'),
});

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/runs/$run',
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(() => import('../pages/run/index.tsx'), 'RunPage'),
});

const runOverviewRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../pages/run/overview/overview-tab.tsx'),
    'OverviewTab',
  ),
});

const runChartsRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/charts',
  component: lazyRouteComponent(() => import('../pages/run/charts-tab.tsx'), 'ChartsTab'),
});

const runSystemRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('../pages/run/charts-tab.tsx'), 'SystemTab'),
});

const runConsoleRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/console',
  component: lazyRouteComponent(() => import('../pages/run/console/console-tab.tsx'), 'ConsoleTab'),
});

const runFilesRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/files',
  component: lazyRouteComponent(() => import('../pages/run/files/files-tab.tsx'), 'FilesTab'),
});

const runMediaRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/media',
  component: lazyRouteComponent(() => import('../pages/run/media/media-tab.tsx'), 'MediaTab'),
});

const runCodeRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/code',
  component: lazyRouteComponent(() => import('../pages/run/code/code-tab.tsx'), 'CodeTab'),
});

const runArtifactsRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/artifacts',
  component: lazyRouteComponent(
    () => import('../pages/run/artifacts/artifacts-tab.tsx'),
    'ArtifactsTab',
  ),
});

const runLineageRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/lineage',
  component: lazyRouteComponent(
    () => import('../pages/run/artifacts/lineage-tab.tsx'),
    'LineageTab',
  ),
});

/** Search and order of lists, and which of several views is shown. */
const listSearch = (
  search: Record<string, unknown>,
): {
  q?: string | undefined;
  sort?: string | undefined;
  type?: string | undefined;
  view?: string | undefined;
  machine?: string | undefined;
} => {
  const type = textParameter(search, 'type');
  const view = textParameter(search, 'view');
  const machine = textParameter(search, 'machine');
  return {
    ...searchOnly(search),
    ...(type ? { type } : {}),
    ...(view ? { view } : {}),
    ...(machine ? { machine } : {}),
  };
};

const artifactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/artifacts',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/artifacts/index.tsx'), 'ArtifactsPage'),
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
  component: lazyRouteComponent(
    () => import('../pages/artifacts/collection/index.tsx'),
    'CollectionPage',
  ),
});

const versionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/artifacts/$type/$artifact/$version',
  // The tabs read what they need of it; every member is a text.
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/index.tsx'),
    'VersionPage',
  ),
});

const versionOverviewRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/overview/overview-tab.tsx'),
    'OverviewTab',
  ),
});

const versionMetadataRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/metadata',
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/metadata-tab.tsx'),
    'MetadataTab',
  ),
});

const versionUsageRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/usage',
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/usage/usage-tab.tsx'),
    'UsageTab',
  ),
});

const versionFilesRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/files',
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/files/files-tab.tsx'),
    'FilesTab',
  ),
});

const versionLineageRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/lineage',
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/lineage-tab.tsx'),
    'LineageTab',
  ),
});

const versionCompareRoute = createRoute({
  getParentRoute: () => versionRoute,
  path: '/compare',
  component: lazyRouteComponent(
    () => import('../pages/artifacts/version/compare/compare-tab.tsx'),
    'CompareTab',
  ),
});

/** Registries of all organizations of the reader. */
const registriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/registry',
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../pages/registry/index.tsx'), 'RegistriesPage'),
});

const organizationRegistriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry',
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../pages/registry/index.tsx'), 'RegistriesPage'),
});

const registryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry/$registry',
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
  component: lazyRouteComponent(() => import('../pages/registry/one/index.tsx'), 'RegistryPage'),
});

const registryCollectionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry/$registry/$collection',
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../pages/registry/collection/index.tsx'),
    'RegistryCollectionPage',
  ),
});

const registryVersionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization/registry/$registry/$collection/$version',
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../pages/registry/version/index.tsx'),
    'RegistryVersionPage',
  ),
});

/** What a new automation is filled in with, and what a list of them is narrowed to. */
const automationSearch = (search: Record<string, unknown>): AutomationSearch =>
  textParameters(search, ['q', 'entity', 'new', 'metric', 'collection']);

/** Automations of an owner, with those of its projects. */
const automationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/automations',
  beforeLoad: requireUser,
  validateSearch: automationSearch,
  component: lazyRouteComponent(
    () => import('../pages/automations/index.tsx'),
    'OwnerAutomationsPage',
  ),
});

const projectAutomationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/automations',
  validateSearch: automationSearch,
  component: lazyRouteComponent(
    () => import('../pages/automations/index.tsx'),
    'ProjectAutomationsPage',
  ),
});

const automationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/automations/$automation',
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../pages/automations/one/index.tsx'),
    'AutomationPage',
  ),
});

/** Every page of the app, each in a file of its own that is loaded when first needed. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      signInRoute,
      homeRoute,
      settingsRoute,
      registriesRoute,
      organizationRegistriesRoute,
      registryRoute.addChildren([registryIndexRoute]),
      registryCollectionRoute,
      registryVersionRoute,
      automationsRoute,
      automationRoute,
      projectAutomationsRoute,
      entityRoute,
      workspaceRoute,
      runRoute.addChildren([
        runOverviewRoute,
        runChartsRoute,
        runMediaRoute,
        runConsoleRoute,
        runFilesRoute,
        runCodeRoute,
        runSystemRoute,
        runArtifactsRoute,
        runLineageRoute,
      ]),
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
    ]),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 250,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: ({ error, reset }) => <PageError error={error} onRetry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
