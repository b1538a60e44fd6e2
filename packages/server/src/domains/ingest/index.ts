export { createIngest } from './service.ts';
export * from './types.ts';
