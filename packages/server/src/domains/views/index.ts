export { createClientViews } from './client-views.ts';
export { createViews } from './service.ts';
export * from './types.ts';
export { createWorkspaces } from './workspaces.ts';
