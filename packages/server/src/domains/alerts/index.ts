export { createAlerts } from './service.ts';
export * from './types.ts';
