export { markRemovals } from './marks.ts';
export { createContents } from './service.ts';
export * from './types.ts';
