export { createProjects } from './service.ts';
export * from './types.ts';
