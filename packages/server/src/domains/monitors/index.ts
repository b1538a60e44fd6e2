export { describeMonitorAlarm } from './describe-alarm.ts';
export { withMonitors } from './noticed-calls.ts';
export { withPublishedMonitors } from './published-monitors.ts';
export { createMonitors } from './service.ts';
export * from './types.ts';
export { evidenceOf, unscaled } from './watch.ts';
