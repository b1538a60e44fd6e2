/** Names of the cache's entries. Everything of a project is below `project(…)`, of a run below `run(…)`. */
export const queryKeys = {
  session: () => ['session'] as const,
  peopleOfInstance: (text: string) => ['people of the instance', text] as const,
  apiKeys: () => ['api-keys'] as const,
  team: (team: string) => ['team', team] as const,
  activity: (path: string) => ['activity', path] as const,
  person: (username: string) => ['person', username] as const,
  invitation: (token: string) => ['invitation', token] as const,
  ownRequests: () => ['own-access-requests'] as const,
  accessRequests: (entity: string) => ['access-requests', entity] as const,
  organization: (name: string) => ['organization', name] as const,
  projectMembers: (entity: string, project: string) =>
    ['project-members', entity, project] as const,
  signInOptions: () => ['sign-in'] as const,
  browserSessions: () => ['browser-sessions'] as const,
  auditLog: (filter: string) => ['audit', filter] as const,
  search: (query: string) => ['search', query] as const,
  /** Everything of what the reader was told. */
  notifications: () => ['notifications', 'told'] as const,
  newestNotifications: () => ['notifications', 'told', 'newest'] as const,
  notificationList: (unreadOnly: boolean) =>
    ['notifications', 'told', unreadOnly ? 'unread' : 'all'] as const,
  notificationSettings: () => ['notifications', 'settings'] as const,
  notificationDeliveries: () => ['notifications', 'deliveries'] as const,
  runNotices: (entity: string, project: string, run: string) =>
    ['notifications', 'run', entity, project, run] as const,
  unsubscribe: (token: string) => ['unsubscribe', token] as const,
  mailStatus: () => ['mail-status'] as const,
  entity: (entity: string) => ['entity', entity] as const,
  /** All lists of projects, whatever they are narrowed to. */
  allProjects: () => ['projects'] as const,
  projects: (entity: string | null) => ['projects', entity] as const,
  project: (entity: string, project: string) => ['project', entity, project] as const,
  /** Everything that the table of runs reads of the project. */
  runTable: (entity: string, project: string) => ['project', entity, project, 'table'] as const,
  runRows: (entity: string, project: string, request: string) =>
    ['project', entity, project, 'table', 'rows', request] as const,
  runGroups: (entity: string, project: string, request: string) =>
    ['project', entity, project, 'table', 'groups', request] as const,
  /** Values of many runs, read again by their own rhythm: not below the project, whose events are too many. */
  runValues: (entity: string, project: string, request: string) =>
    ['run-values', entity, project, request] as const,
  runFields: (entity: string, project: string, search: string, source: string) =>
    ['project', entity, project, 'run-fields', source, search] as const,
  runTexts: (entity: string, project: string, field: string, search: string) =>
    ['project', entity, project, 'run-texts', field, search] as const,
  personalWorkspace: (entity: string, project: string) => ['workspace', entity, project] as const,
  trash: (entity: string, project: string) => ['trash', entity, project] as const,
  workspaceTemplates: (entity: string) => ['workspace-templates', entity] as const,
  savedViews: (entity: string, project: string, kind: string) =>
    ['saved-views', entity, project, kind] as const,
  /** Views that clients of Weave published. */
  weaveViews: (entity: string, project: string) => ['weave-views', entity, project] as const,
  linkedView: (entity: string, project: string, link: string) =>
    ['linked-view', entity, project, link] as const,
  savedView: (id: string) => ['saved-view', id] as const,
  viewVersions: (id: number) => ['saved-view', String(id), 'versions'] as const,
  metricKeys: (entity: string, project: string) =>
    ['project', entity, project, 'metric-keys'] as const,
  series: (entity: string, project: string) => ['project', entity, project, 'series'] as const,
  run: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run] as const,
  runDetail: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'detail'] as const,
  runMetricKeys: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'metric-keys'] as const,
  console: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'console'] as const,
  files: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'files'] as const,
  deadLetters: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'dead-letters'] as const,
  forks: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'forks'] as const,
  alerts: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'alerts'] as const,
  artifactTypes: (entity: string, project: string) =>
    ['project', entity, project, 'artifact-types'] as const,
  /** Everything of the artifacts of a project but their types. */
  artifacts: (entity: string, project: string) =>
    ['project', entity, project, 'artifacts'] as const,
  artifact: (entity: string, project: string, artifact: string) =>
    ['project', entity, project, 'artifacts', 'one', artifact] as const,
  /** Everything of the objects, ops and tables of Weave. */
  weaveObjects: (entity: string, project: string) =>
    ['project', entity, project, 'weave-objects'] as const,
  lineage: (entity: string, project: string) => ['project', entity, project, 'lineage'] as const,
  organizations: () => ['organizations'] as const,
  /** Everything of all registries. */
  registries: () => ['registries'] as const,
  registry: (organization: string, registry: string) =>
    ['registries', organization, registry] as const,
  registryMembers: (organization: string, registry: string) =>
    ['registries', organization, registry, 'members'] as const,
  registryCollections: (
    organization: string,
    registry: string,
    search: string,
    type: string | null,
  ) => ['registries', organization, registry, 'collections', type, search] as const,
  registryCollection: (organization: string, registry: string, collection: string) =>
    ['registries', organization, registry, 'collection', collection] as const,
  registryVersions: (organization: string, registry: string, collection: string) =>
    ['registries', organization, registry, 'collection', collection, 'versions'] as const,
  registryVersion: (organization: string, registry: string, collection: string, version: string) =>
    ['registries', organization, registry, 'collection', collection, 'version', version] as const,
  aliasHistory: (organization: string, registry: string, collection: string) =>
    ['registries', organization, registry, 'collection', collection, 'aliases'] as const,
  linkSources: (entity: string, project: string, artifact: string | null) =>
    ['project', entity, project, 'link-sources', artifact] as const,
  /** Everything of all automations. */
  automations: () => ['automations'] as const,
  automationsOf: (entity: string, project: string | null) =>
    ['automations', 'of', entity, project] as const,
  automation: (id: number) => ['automations', 'one', id] as const,
  executions: (id: number) => ['automations', 'one', id, 'executions'] as const,
  execution: (id: number, execution: number) =>
    ['automations', 'one', id, 'execution', execution] as const,
  integrations: (entity: string) => ['integrations', entity] as const,
  secrets: (entity: string) => ['secrets', entity] as const,
  /** Lists of reports of a project: all of them, or what a search finds. */
  reports: (entity: string, project: string, ...search: readonly string[]) =>
    ['reports', entity, project, ...search] as const,
  report: (report: string) => ['report', report] as const,
  sharedReport: (token: string) => ['shared-report', token] as const,
  /** What belongs to one report and is read by itself. */
  reportPart: (report: string, part: string, ...rest: readonly string[]) =>
    ['report-part', report, part, ...rest] as const,
  modelProviders: (entity: string) => ['model-providers', entity] as const,
  /** Lists of calls and what stands above them; read again by their own rhythm while calls come in. */
  callLists: (entity: string, project: string) => ['call-lists', entity, project] as const,
  callList: (entity: string, project: string, part: string, request: string) =>
    ['call-lists', entity, project, part, request] as const,
  /** Queues of calls for people to judge, and all that is told of them. */
  annotations: (entity: string, project: string, ...rest: readonly string[]) =>
    ['annotations', entity, project, ...rest] as const,
  /** Evaluations that the server carries out. */
  evaluationRuns: (entity: string, project: string) =>
    ['evaluation-runs', entity, project] as const,
  /** Evaluations that are compared: much to read, and again only while one of them goes on. */
  evaluations: (entity: string, project: string) => ['evaluations', entity, project] as const,
  /** All single calls and outlines of traces of a project. */
  calls: (entity: string, project: string) => ['calls', entity, project] as const,
  call: (entity: string, project: string, call: string) =>
    ['calls', entity, project, 'one', call] as const,
  traceOutline: (entity: string, project: string, trace: string) =>
    ['calls', entity, project, 'outline', trace] as const,
  callRules: (entity: string, project: string) => ['call-rules', entity, project] as const,
  weaveVersion: (entity: string, project: string, kind: string, name: string, version: string) =>
    ['weave-version', entity, project, kind, name, version] as const,
  media: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'media'] as const,
};
