import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textParameter, textParameters } from '../search-params.ts';
import { searchOnly } from './list-search.ts';
import { requireUser, rootRoute } from './root.tsx';

/** What the audit log is narrowed to, and the entry that is open. */
const AUDIT_PARAMETERS = [
  'organization',
  'actor',
  'action',
  'resource',
  'outcome',
  'from',
  'to',
  'entry',
] as const;

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>) => {
    const token = textParameter(search, 'token');
    const next = textParameter(search, 'next');
    const fault = textParameter(search, 'fault');
    return {
      ...(token ? { token } : {}),
      ...(next ? { next } : {}),
      ...(fault ? { fault } : {}),
    };
  },
  component: lazyRouteComponent(() => import('../../pages/signin/index.tsx'), 'SignInPage'),
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  staticData: { part: 'Projects' },
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(() => import('../../pages/home/index.tsx'), 'HomePage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  beforeLoad: requireUser,
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['owner']),
  component: lazyRouteComponent(() => import('../../pages/settings/index.tsx'), 'SettingsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/audit',
  beforeLoad: requireUser,
  validateSearch: (search: Record<string, unknown>) => textParameters(search, AUDIT_PARAMETERS),
  component: lazyRouteComponent(() => import('../../pages/audit/index.tsx'), 'AuditPage'),
});

const instancePeopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/people',
  beforeLoad: requireUser,
  validateSearch: searchOnly,
  component: lazyRouteComponent(
    () => import('../../pages/instance-people/index.tsx'),
    'InstancePeoplePage',
  ),
});

const entityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity',
  validateSearch: (
    search: Record<string, unknown>,
  ): { q?: string | undefined; sort?: string | undefined; tab?: string | undefined } => {
    const tab = textParameter(search, 'tab');
    return { ...searchOnly(search), ...(tab ? { tab } : {}) };
  },
  component: lazyRouteComponent(() => import('../../pages/entity/index.tsx'), 'EntityPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/$token',
  component: lazyRouteComponent(() => import('../../pages/invitation/index.tsx'), 'InvitationPage'),
});

const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orgs/$organization',
  beforeLoad: requireUser,
  component: lazyRouteComponent(
    () => import('../../pages/organization/index.tsx'),
    'OrganizationPage',
  ),
});

const projectSettingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/settings',
  staticData: { part: 'Settings' },
  component: lazyRouteComponent(
    () => import('../../pages/project-settings/index.tsx'),
    'ProjectSettingsPage',
  ),
});

/** Who is who and who may see what: signing in, people, teams, organizations, settings. */
export const peopleRoutes = [
  signInRoute,
  homeRoute,
  settingsRoute,
  entityRoute,
  invitationRoute,
  organizationRoute,
  projectSettingsRoute,
  auditRoute,
  instancePeopleRoute,
] as const;
