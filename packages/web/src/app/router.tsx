import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { PageError } from './page-error.tsx';
import { annotationRoutes } from './routes/annotations.ts';
import { artifactRoutes } from './routes/artifacts.ts';
import { automationRoutes } from './routes/automations.ts';
import { evaluationRoutes } from './routes/evaluations.ts';
import { monitorRoutes } from './routes/monitors.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { peopleRoutes } from './routes/people.ts';
import { registryRoutes } from './routes/registries.ts';
import { reportRoutes } from './routes/reports.ts';
import { rootRoute } from './routes/root.tsx';
import { runRoutes } from './routes/runs.ts';
import { searchRoutes } from './routes/search.ts';
import { traceRoutes } from './routes/traces.ts';
import { parseSearch, stringifySearch } from './search-params.ts';
import { PagePending } from './shell/page-pending.tsx';

/** Every page of the app, each in a file of its own that is loaded when first needed. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      ...peopleRoutes,
      ...searchRoutes,
      ...notificationRoutes,
      ...registryRoutes,
      ...automationRoutes,
      ...runRoutes,
      ...traceRoutes,
      ...annotationRoutes,
      ...evaluationRoutes,
      ...monitorRoutes,
      ...artifactRoutes,
      ...reportRoutes,
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
