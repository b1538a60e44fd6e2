export { createCalls } from './service.ts';
export * from './types.ts';
