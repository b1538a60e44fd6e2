export { REGISTRY_PREFIX } from './names.ts';
export { createProjects } from './service.ts';
export * from './types.ts';
export * from './weave-refs.ts';
