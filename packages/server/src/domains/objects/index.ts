export { createObjectContentHolder } from './content-holder.ts';
export { createObjects } from './service.ts';
export * from './types.ts';
