export { REGISTRY_PREFIX, registryNameOf } from './names.ts';
export { createProjects } from './service.ts';
export * from './types.ts';
export * from './weave-refs.ts';
