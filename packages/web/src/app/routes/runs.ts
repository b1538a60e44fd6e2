import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root.tsx';

const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project',
  staticData: { part: 'Runs' },
  // The workspace reads its own state; every member is a text.
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(() => import('../../pages/workspace/index.tsx'), 'WorkspacePage'),
});

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/runs/$run',
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(() => import('../../pages/run/index.tsx'), 'RunPage'),
});

const runOverviewRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/',
  component: lazyRouteComponent(
    () => import('../../pages/run/overview/overview-tab.tsx'),
    'OverviewTab',
  ),
});

const runChartsRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/charts',
  component: lazyRouteComponent(() => import('../../pages/run/charts-tab.tsx'), 'ChartsTab'),
});

const runSystemRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('../../pages/run/charts-tab.tsx'), 'SystemTab'),
});

const runConsoleRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/console',
  component: lazyRouteComponent(
    () => import('../../pages/run/console/console-tab.tsx'),
    'ConsoleTab',
  ),
});

const runFilesRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/files',
  component: lazyRouteComponent(() => import('../../pages/run/files/files-tab.tsx'), 'FilesTab'),
});

const runMediaRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/media',
  component: lazyRouteComponent(() => import('../../pages/run/media/media-tab.tsx'), 'MediaTab'),
});

const runCodeRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/code',
  component: lazyRouteComponent(() => import('../../pages/run/code/code-tab.tsx'), 'CodeTab'),
});

const runArtifactsRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/artifacts',
  component: lazyRouteComponent(
    () => import('../../pages/run/artifacts/artifacts-tab.tsx'),
    'ArtifactsTab',
  ),
});

const runLineageRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/lineage',
  component: lazyRouteComponent(
    () => import('../../pages/run/artifacts/lineage-tab.tsx'),
    'LineageTab',
  ),
});

const runTracesRoute = createRoute({
  getParentRoute: () => runRoute,
  path: '/traces',
  component: lazyRouteComponent(() => import('../../pages/run/traces-tab.tsx'), 'TracesTab'),
});

/** The workspace of a project and the pages of its runs. */
export const runRoutes = [
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
    runTracesRoute,
  ]),
] as const;
