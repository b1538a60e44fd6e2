/** Names of the cache's entries. Everything of a project is below `project(…)`, of a run below `run(…)`. */
export const queryKeys = {
  session: () => ['session'] as const,
  apiKeys: () => ['api-keys'] as const,
  entity: (entity: string) => ['entity', entity] as const,
  /** All lists of projects, whatever they are narrowed to. */
  allProjects: () => ['projects'] as const,
  projects: (entity: string | null) => ['projects', entity] as const,
  project: (entity: string, project: string) => ['project', entity, project] as const,
  runs: (entity: string, project: string) => ['project', entity, project, 'runs'] as const,
  /** All lists of runs that filters found; {@link queryKeys.foundRuns} is one of them. */
  allFoundRuns: (entity: string, project: string) =>
    ['project', entity, project, 'found-runs'] as const,
  foundRuns: (entity: string, project: string, filter: string) =>
    ['project', entity, project, 'found-runs', filter] as const,
  olderRunCount: (entity: string, project: string, createdAt: number) =>
    ['project', entity, project, 'older-run-count', createdAt] as const,
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
  media: (entity: string, project: string, run: string) =>
    ['project', entity, project, 'run', run, 'media'] as const,
};
