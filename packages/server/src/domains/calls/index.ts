export { makeCallId } from './call-id.ts';
export { totalCost } from './costs.ts';
export { createCalls } from './service.ts';
export { spanAtPath } from './splice.ts';
export * from './types.ts';
