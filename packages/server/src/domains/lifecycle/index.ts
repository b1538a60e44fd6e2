export { createLifecycle } from './service.ts';
export * from './types.ts';
