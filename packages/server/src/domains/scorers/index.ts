export { publishOp } from './op-objects.ts';
export { createScorers } from './service.ts';
export * from './types.ts';
