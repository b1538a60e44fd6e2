export { coalesce, eventKey } from './coalesce.ts';
export { createLive } from './service.ts';
export * from './types.ts';
