export { markRemovals } from './marks.ts';
export { beingRemoved, createContents } from './service.ts';
export * from './types.ts';
