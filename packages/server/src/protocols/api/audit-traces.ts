import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Trace } from '../../platform/trail.ts';
import { auditDetails } from '../audit/index.ts';
import { auditAction } from './audit-actions.ts';

/** How a route's requests are told of in the audit log; null when they change nothing. */
export function traceRoute(
  method: string,
  path: string,
): ((request: FastifyRequest, reply: FastifyReply) => Trace) | null {
  const action = auditAction(method, path);
  if (action === null) return null;
  const [kind = 'server'] = action.split(':', 1);
  return (request, reply) => {
    const params = (request.params ?? {}) as Readonly<Record<string, string>>;
    const organization = params['org'] ?? params['organization'];
    const entity = params['entity'] ?? params['team'];
    return {
      action: doneAs(action, reply),
      resource: { kind, name: nameOf(params) },
      ...(organization !== undefined && { organization }),
      ...(entity !== undefined && { entity }),
      details: auditDetails(request.body),
      ...makingReport(action, request),
      ...signingIn(action, request),
    };
  };
}

/** What lets in whoever has it is not told. */
function nameOf(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .map(([name, value]) => (/token|secret/i.test(name) ? '…' : value))
    .join('/');
}

/** `put` of something new is its creation. */
function doneAs(action: string, reply: FastifyReply): string {
  if (!action.endsWith(':put')) return action;
  return action.replace(/:put$/, reply.statusCode === 201 ? ':create' : ':update');
}

/** A report is named as by all that is done to it later: its address has no name while it is made. */
function makingReport(action: string, { trail, params, body }: FastifyRequest): Partial<Trace> {
  if (action !== 'report:create' || trail.subject === undefined) return {};
  const { entity = '', project = '' } = params as Readonly<Record<string, string>>;
  return {
    resource: { kind: 'report', name: trail.subject },
    details: { project: `${entity}/${project}`, ...auditDetails(body) },
  };
}

/** A password typed into the wrong field must not be kept: only names that exist are told. */
function signingIn(action: string, { trail, body }: FastifyRequest): Partial<Trace> {
  if (action !== 'user:login') return {};
  const { token } = (body ?? {}) as { token?: unknown };
  return {
    resource: { kind: 'user', name: trail.subject ?? '' },
    details: { method: typeof token === 'string' ? 'link' : 'password' },
  };
}
