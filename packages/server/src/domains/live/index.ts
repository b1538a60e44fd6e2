export { announceCalls } from './announce-calls.ts';
export { coalesce, eventKey } from './coalesce.ts';
export { createLive } from './service.ts';
export * from './types.ts';
