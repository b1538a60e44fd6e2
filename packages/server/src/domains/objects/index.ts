export { classify } from './classes.ts';
export { createObjectContentHolder } from './content-holder.ts';
export { createObjects } from './service.ts';
export * from './types.ts';
