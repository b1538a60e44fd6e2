export { removeLines } from './removal.ts';
export { createConsole } from './service.ts';
export * from './types.ts';
