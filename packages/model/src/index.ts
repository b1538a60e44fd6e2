export * from './api/accounts.ts';
export * from './api/common.ts';
export * from './api/live.ts';
export * from './api/projects.ts';
export * from './api/runs.ts';
export * from './api/series.ts';
