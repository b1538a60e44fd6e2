export { createObjectContentHolder } from './content-holder.ts';
export { objectNameOf } from './names.ts';
export { createObjects } from './service.ts';
export * from './types.ts';
