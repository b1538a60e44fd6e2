import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root.tsx';

const monitorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/monitors',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(() => import('../../pages/monitors/index.tsx'), 'MonitorsPage'),
});

const newMonitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/monitors/new',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(
    () => import('../../pages/monitors/form/new.tsx'),
    'NewMonitorPage',
  ),
});

const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/monitors/$monitor',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(() => import('../../pages/monitors/one/index.tsx'), 'MonitorPage'),
});

const editMonitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/monitors/$monitor/edit',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(
    () => import('../../pages/monitors/form/edit.tsx'),
    'EditMonitorPage',
  ),
});

/** Scorers that look at calls as they come in. */
export const monitorRoutes = [
  monitorsRoute,
  newMonitorRoute,
  monitorRoute,
  editMonitorRoute,
] as const;
