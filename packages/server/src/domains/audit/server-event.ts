import type { AuditEvent } from './types.ts';

/** Something that the server did by itself. */
export function serverEvent(
  action: string,
  resource: AuditEvent['resource'],
  details: AuditEvent['details'],
): AuditEvent {
  return {
    actor: { name: null, id: null, via: 'server', key: null },
    address: null,
    action,
    resource,
    organization: null,
    outcome: 'done',
    request: null,
    details,
  };
}
