export { audited } from './audited.ts';
export { auditDetails } from './details.ts';
export { registerAuditDoor } from './door.ts';
export { recordReportEdits } from './report-edits.ts';
