export { createMail } from './mail-port.ts';
export { guardReports, noticesOfReports } from './report-notices.ts';
export { createNotifications } from './service.ts';
export { shownTitle } from './shown-title.ts';
export * from './types.ts';
