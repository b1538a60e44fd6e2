export { createActivity } from './service.ts';
export type { Activity, ActivityEntry } from './types.ts';
