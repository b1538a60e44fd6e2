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

/** A trace that goes into the log, and how it ended. */
interface Told {
  readonly trace: Trace;
  readonly outcome: AuditEvent['outcome'];
}

const KEY_PREFIX_LENGTH = 12;
const REFUSING = new Set([401, 403, 404, 421, 429]);

/**
 * The one place where requests reach the audit log. Every request has a trail; what it did is written
 * down durably before it is answered, so that nothing is answered as done that the log does not hold.
 * Reads and data that is logged leave nothing on the trail and cost nothing here: they pass without a
 * turn of the event loop.
 */
export function registerAuditDoor(app: FastifyInstance, deps: AuditDoorDeps): void {
  const { audit, trails } = deps;
  const write = async (request: FastifyRequest, told: readonly Told[]): Promise<void> => {
    const events = await eventsOf(deps.accounts, request, told);
    await Promise.all(
      events.map((event) =>
        event.outcome === 'done' ? audit.record(event) : audit.recordRefusal(event),
      ),
    );
  };
  // As a plain string: what stands there is typed beside the requests of all protocols.
  const trailName: string = 'trail';
  app.decorateRequest(trailName, null);
  app.addHook('onRequest', (request, _reply, done) => {
    request.setDecorator(trailName, trails.create());
    done();
  });
  // From here on, when the body is read, all that the request calls is followed.
  app.addHook('preHandler', (request, _reply, done) => trails.follow(request.trail, done));
  app.addHook('onSend', (request, reply, _payload, done) => {
    // Who was turned away at the gate has none yet.
    const trail: Trail = request.trail ?? trails.create();
    const told = [
      ...outcomes(refusalsOf(trail, request, reply), 'denied'),
      ...outcomes(trail.failures.splice(0), 'failed'),
      ...outcomes(trail.changes.splice(0), 'done'),
    ];
    if (told.length === 0) done();
    else write(request, told).then(() => done(), done);
  });
  // A route that answers by itself, before it is over, must not get past the log.
  app.addHook('onResponse', (request, _reply, done) => {
    const late = request.trail?.changes.splice(0) ?? [];
    if (late.length === 0) return done();
    request.log.warn(
      { route: request.routeOptions.url },
      'a change was answered before it was logged',
    );
    write(request, outcomes(late, 'done')).then(() => done(), done);
  });
}

const outcomes = (traces: readonly Trace[], outcome: Told['outcome']): readonly Told[] =>
  traces.map((trace) => ({ trace, outcome }));

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

/** Many traces of one request belong to the same few entities: each is looked up once. */
async function eventsOf(
  accounts: AuditDoorDeps['accounts'],
  request: FastifyRequest,
  told: readonly Told[],
): Promise<readonly AuditEvent[]> {
  const actor = actorOf(request);
  const entities = new Set(
    told.flatMap(({ trace: { organization, entity } }) =>
      organization === undefined && entity !== undefined ? [entity] : [],
    ),
  );
  const organizations = new Map(
    await Promise.all(
      [...entities].map(async (name) => [name, await organizationOf(accounts, name)] as const),
    ),
  );
  return told.map(({ trace, outcome }) => {
    const { action, resource, organization, entity = '', details = {} } = trace;
    return {
      actor,
      address: request.ip,
      action,
      resource,
      organization: organization ?? organizations.get(entity) ?? null,
      outcome,
      request: request.id,
      details: details as AuditEvent['details'],
    };
  });
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
  entity: string,
): Promise<string | null> {
  const id = (await accounts.findEntity(entity))?.organizationId ?? null;
  return id === null ? null : ((await accounts.getOrganization(id))?.name ?? null);
}
