export { withCallRules } from './ruled-calls.ts';
export { isTraceKept } from './sampling.ts';
export { createCallRules } from './service.ts';
export * from './types.ts';
