export { createHistoryExports } from './service.ts';
export { createHistoryExportContentHolder } from './store.ts';
export * from './types.ts';
