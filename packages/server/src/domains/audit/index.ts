export { serverEvent } from './server-event.ts';
export { createAudit } from './service.ts';
export type { Audit, AuditEvent } from './types.ts';
