export { createConsole } from './service.ts';
export * from './types.ts';
