export { createFiles } from './service.ts';
export * from './types.ts';
