export { createProviders } from './service.ts';
export * from './types.ts';
