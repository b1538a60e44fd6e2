export { createCallRules } from './service.ts';
export * from './types.ts';
