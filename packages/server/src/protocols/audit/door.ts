import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts } from '../../domains/accounts/index.ts';
import type { Audit, AuditEvent } from '../../domains/audit/index.ts';
import { readKey } from '../../platform/http/credentials.ts';
import type { Trace, Trail, Trails } from '../../platform/trail.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What was refused is not told by the status here: GraphQL answers with 200. */
    refusesQuietly?: boolean;
  }
}

export interface AuditDoorDeps {
  readonly audit: Pick<Audit, 'record' | 'recordRefusal'>;
  readonly accounts: Pick<Accounts, 'findEntity' | 'getOrganization'>;
  readonly trails: Trails;
}

const KEY_PREFIX_LENGTH = 12;
const REFUSING = new Set([401, 403, 404, 421, 429]);

/**
 * The one place where requests reach the audit log. Every request has a trail; what it did is written
 * down durably before it is answered, so that nothing is answered as done that the log does not hold.
 * Reads and data that is logged leave nothing on the trail and cost nothing here.
 */
export function registerAuditDoor(app: FastifyInstance, deps: AuditDoorDeps): void {
  const { audit, trails } = deps;
  const recordAll = async (request: FastifyRequest, traces: readonly Trace[]): Promise<void> => {
    await Promise.all(
      traces.map(async (trace) => audit.record(await eventOf(deps, request, trace, 'done'))),
    );
  };
  // As a plain string: what stands there is typed beside the requests of all protocols.
  const trailName: string = 'trail';
  app.decorateRequest(trailName, null);
  app.addHook('onRequest', async (request) => {
    request.setDecorator(trailName, trails.create());
  });
  // From here on, when the body is read, all that the request calls is followed.
  app.addHook('preHandler', (request, _reply, done) => trails.follow(request.trail, done));
  app.addHook('onSend', async (request, reply) => {
    // Who was turned away at the gate has none yet.
    const trail: Trail = request.trail ?? trails.create();
    const changes = trail.changes.splice(0);
    for (const trace of refusalsOf(trail, request, reply)) {
      audit.recordRefusal(await eventOf(deps, request, trace, 'denied'));
    }
    for (const trace of trail.failures.splice(0)) {
      audit.recordRefusal(await eventOf(deps, request, trace, 'failed'));
    }
    await recordAll(request, changes);
  });
  // A route that answers by itself, before it is over, must not get past the log.
  app.addHook('onResponse', async (request) => {
    const late = request.trail?.changes.splice(0) ?? [];
    if (late.length === 0) return;
    request.log.warn(
      { route: request.routeOptions.url },
      'a change was answered before it was logged',
    );
    await recordAll(request, late);
  });
}

/** What is to be told of a request that was turned away. */
function refusalsOf(trail: Trail, request: FastifyRequest, reply: FastifyReply): readonly Trace[] {
  const refusals = trail.refusals.splice(0);
  const { config } = request.routeOptions;
  // Something that may not be seen is left out of many answers: only who asked for it alone was refused.
  if (!REFUSING.has(reply.statusCode) && config.refusesQuietly !== true) return [];
  const [first] = refusals;
  if (first !== undefined) return refusals;
  if (reply.statusCode !== 401 && reply.statusCode !== 403) return [];
  const route = request.routeOptions.url ?? 'nowhere';
  return [
    {
      action: 'access:denied',
      resource: { kind: 'route', name: `${request.method} ${route}` },
      details: { status: reply.statusCode },
    },
  ];
}

async function eventOf(
  { accounts }: AuditDoorDeps,
  request: FastifyRequest,
  trace: Trace,
  outcome: AuditEvent['outcome'],
): Promise<AuditEvent> {
  const { action, resource, details = {} } = trace;
  return {
    actor: actorOf(request),
    address: request.ip,
    action,
    resource,
    organization: await organizationOf(accounts, trace),
    outcome,
    request: request.id,
    details: details as AuditEvent['details'],
  };
}

function actorOf(request: FastifyRequest): AuditEvent['actor'] {
  const { actor } = request;
  if (actor?.kind !== 'user') return { name: null, id: null, via: 'nobody', key: null };
  const { username: name, userId: id, via } = actor;
  const key = via === 'key' ? readKey(request.headers.authorization ?? '') : null;
  return { name, id, via, key: key?.slice(0, KEY_PREFIX_LENGTH) ?? null };
}

async function organizationOf(
  accounts: AuditDoorDeps['accounts'],
  { organization, entity }: Trace,
): Promise<string | null> {
  if (organization !== undefined) return organization;
  if (entity === undefined) return null;
  const id = (await accounts.findEntity(entity))?.organizationId ?? null;
  return id === null ? null : ((await accounts.getOrganization(id))?.name ?? null);
}
