export { createAutomations } from './service.ts';
export * from './types.ts';
