export { createClientViews } from './client-views.ts';
export { checkSpec, createViews } from './service.ts';
export { createTemplates } from './templates.ts';
export * from './types.ts';
export { createWorkspaces } from './workspaces.ts';
