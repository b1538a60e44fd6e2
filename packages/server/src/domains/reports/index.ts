export { createReports, type ReportDomain } from './domain.ts';
export { createReportContentHolder } from './store.ts';
export * from './types.ts';
