export { createViews } from './service.ts';
export * from './types.ts';
export { createWorkspaces } from './workspaces.ts';
