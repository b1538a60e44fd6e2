export { sendInvitation } from './invitation-letter.ts';
export { createMail } from './mail-port.ts';
export { createMonitorNotices } from './monitor-notices.ts';
export { guardReports, noticesOfReports } from './report-notices.ts';
export { createNotifications } from './service.ts';
export { shownTitle } from './shown-title.ts';
export * from './types.ts';
