export { withCallRules } from './ruled-calls.ts';
export { createCallRules } from './service.ts';
export * from './types.ts';
