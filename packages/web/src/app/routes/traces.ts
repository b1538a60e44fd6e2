import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { textParameters } from '../search-params.ts';
import { listSearch } from './list-search.ts';
import { rootRoute } from './root.tsx';

/** Traces of LLM applications, at the addresses that clients of Weave print. */
const tracesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave',
  staticData: { part: 'Traces' },
  // The list reads its own state; every member is a text.
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(() => import('../../pages/traces/list/index.tsx'), 'TracesPage'),
});

const callRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/calls/$call',
  staticData: { part: 'Traces' },
  validateSearch: (search: Record<string, unknown>) =>
    textParameters(search, ['tab', 'show', 'trace']),
  component: lazyRouteComponent(() => import('../../pages/traces/trace/index.tsx'), 'TracePage'),
});

/** Several calls beside each other; the page reads its own state. */
const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/compare-calls',
  staticData: { part: 'Traces' },
  validateSearch: (search: Record<string, unknown>) =>
    textParameters(search, ['calls', 'baseline', 'only', 'show']),
  component: lazyRouteComponent(
    () => import('../../pages/traces/compare/index.tsx'),
    'ComparePage',
  ),
});

const rulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/rules',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(() => import('../../pages/traces/rules/index.tsx'), 'RulesPage'),
});

const threadsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/threads',
  staticData: { part: 'Traces' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['sort']),
  component: lazyRouteComponent(
    () => import('../../pages/traces/threads/index.tsx'),
    'ThreadsPage',
  ),
});

const threadRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/threads/$thread',
  staticData: { part: 'Traces' },
  component: lazyRouteComponent(() => import('../../pages/traces/threads/one.tsx'), 'ThreadPage'),
});

const usageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/usage',
  staticData: { part: 'Traces' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['by', 'from', 'to']),
  component: lazyRouteComponent(() => import('../../pages/traces/usage/index.tsx'), 'UsagePage'),
});

/** As clients print it: conversations of agents are threads here. */
const conversationLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/agents/conversations/$thread',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$entity/$project/weave/threads/$thread', params, replace: true });
  },
});

/** As clients print it. */
const callLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/r/call/$call',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$entity/$project/weave/calls/$call', params, replace: true });
  },
});

const tracesLinkRoutes = (['traces', 'calls'] as const).map((name) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path: `/$entity/$project/weave/${name}`,
    // A view that a client published: `?view=…`.
    validateSearch: (search: Record<string, unknown>) => textParameters(search, ['view']),
    beforeLoad: ({
      params,
      search: { view },
    }: {
      params: { entity: string; project: string };
      search: { view?: string | undefined };
    }) => {
      const search: Record<string, string> = view === undefined ? {} : { view };
      throw redirect({ to: '/$entity/$project/weave', params, search, replace: true });
    },
  }),
);

/** Objects and ops of Weave, at the addresses that its clients print. */
const weaveObjectsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/objects',
  staticData: { part: 'Objects' },
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../../pages/objects/list.tsx'), 'ObjectsPage'),
});

const weaveOpsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/ops',
  staticData: { part: 'Objects' },
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../../pages/objects/list.tsx'), 'OpsPage'),
});

const weaveObjectVersionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/objects/$name/versions/$version',
  staticData: { part: 'Objects' },
  component: lazyRouteComponent(
    () => import('../../pages/objects/version.tsx'),
    'ObjectVersionPage',
  ),
});

const weaveOpVersionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/ops/$name/versions/$version',
  staticData: { part: 'Objects' },
  component: lazyRouteComponent(() => import('../../pages/objects/version.tsx'), 'OpVersionPage'),
});

const datasetsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/datasets',
  staticData: { part: 'Objects' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['q']),
  component: lazyRouteComponent(() => import('../../pages/datasets/list.tsx'), 'DatasetsPage'),
});

const datasetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/datasets/$name',
  staticData: { part: 'Objects' },
  validateSearch: (search: Record<string, unknown>) =>
    textParameters(search, ['version', 'tab', 'from']),
  component: lazyRouteComponent(
    () => import('../../pages/datasets/dataset/index.tsx'),
    'DatasetPage',
  ),
});

const promptsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/prompts',
  staticData: { part: 'Objects' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['q']),
  component: lazyRouteComponent(() => import('../../pages/prompts/list.tsx'), 'PromptsPage'),
});

const promptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/prompts/$name',
  staticData: { part: 'Objects' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['version', 'with']),
  component: lazyRouteComponent(() => import('../../pages/prompts/prompt.tsx'), 'PromptPage'),
});

const playgroundRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$project/weave/playground',
  staticData: { part: 'Objects' },
  validateSearch: (search: Record<string, unknown>) => textParameters(search, ['call', 'prompt']),
  component: lazyRouteComponent(() => import('../../pages/playground/index.tsx'), 'PlaygroundPage'),
});

/** Traces of a project, what is published in it, and the playground. */
export const traceRoutes = [
  tracesRoute,
  callRoute,
  compareRoute,
  rulesRoute,
  threadsRoute,
  threadRoute,
  usageRoute,
  callLinkRoute,
  conversationLinkRoute,
  ...tracesLinkRoutes,
  weaveObjectsRoute,
  weaveOpsRoute,
  weaveObjectVersionRoute,
  weaveOpVersionRoute,
  datasetsRoute,
  datasetRoute,
  promptsRoute,
  promptRoute,
  playgroundRoute,
] as const;
