export { audited } from './audited.ts';
export { auditDetails } from './details.ts';
export { type AuditDoorDeps, registerAuditDoor } from './door.ts';
