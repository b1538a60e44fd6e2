import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { requireUser, rootRoute } from './root.tsx';

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications',
  beforeLoad: requireUser,
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['show']),
  component: lazyRouteComponent(
    () => import('../../pages/notifications/index.tsx'),
    'NotificationsPage',
  ),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications/settings',
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../../pages/notifications/settings.tsx'),
    'NotificationSettingsPage',
  ),
});

/** Whoever has the link of a mail may end such mails, signed in or not. */
const unsubscribeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications/unsubscribe',
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['token']),
  component: lazyRouteComponent(
    () => import('../../pages/notifications/unsubscribe.tsx'),
    'UnsubscribePage',
  ),
});

/** What people are told, and what they chose to be told. */
export const notificationRoutes = [listRoute, settingsRoute, unsubscribeRoute] as const;
