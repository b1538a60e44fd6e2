import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { requireUser, rootRoute } from './root.tsx';

interface AutomationSearch {
  readonly q?: string | undefined;
  readonly entity?: string | undefined;
  /** The type of event of a new one; opens its form. */
  readonly new?: string | undefined;
  readonly metric?: string | undefined;
  readonly collection?: string | undefined;
}

/** What a new automation is filled in with, and what a list of them is narrowed to. */
const automationSearch = (search: Record<string, unknown>): AutomationSearch =>
  textParameters(search, ['q', 'entity', 'new', 'metric', 'collection']);

/** Automations of an owner, with those of its projects. */
const automationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/automations',
  staticData: { part: 'Automations' },
  beforeLoad: requireUser,
  validateSearch: automationSearch,
  component: lazyRouteComponent(
    () => import('../../pages/automations/index.tsx'),
    'OwnerAutomationsPage',
  ),
});

const projectAutomationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/automations',
  staticData: { part: 'Automations' },
  validateSearch: automationSearch,
  component: lazyRouteComponent(
    () => import('../../pages/automations/index.tsx'),
    'ProjectAutomationsPage',
  ),
});

const automationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/automations/$automation',
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../../pages/automations/one/index.tsx'),
    'AutomationPage',
  ),
});

/** Automations of owners and of projects. */
export const automationRoutes = [
  automationsRoute,
  automationRoute,
  projectAutomationsRoute,
] as const;
