export { createRegistries } from './service.ts';
export * from './types.ts';
