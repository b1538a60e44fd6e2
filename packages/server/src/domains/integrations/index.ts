export { createIntegrations } from './service.ts';
export * from './types.ts';
