export { isAtRest } from './at-rest.ts';
export { type Lines, linesIn, linesOf, stringEndIn } from './lines.ts';
export { listSourceKeys, removeRows } from './removal.ts';
export { createMetrics } from './service.ts';
export * from './types.ts';
