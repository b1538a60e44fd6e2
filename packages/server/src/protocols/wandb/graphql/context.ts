import type { FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import {
  type Actor,
  defaultEntityName,
  type User,
  type UserId,
} from '../../../domains/accounts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import type { Run } from '../../../domains/runs/index.ts';
import { RunloomError } from '../../../platform/errors.ts';
import { createLimiter, type Limiter } from '../../../platform/limiter.ts';
import type { SpareMemory } from '../../../platform/spare-memory.ts';
import type { Trail } from '../../../platform/trail.ts';
import type { WandbDependencies } from '../dependencies.ts';
import type { AnnouncedScans } from './announced-scans.ts';
import type { KeyTexts } from './key-texts.ts';
import { createPreparedParts, type PreparedParts } from './prepared-parts.ts';

const COLUMN_READS_AT_ONCE = 4;

/** What every resolver of one request shares. */
export interface Context {
  readonly deps: WandbDependencies;
  readonly actor: Actor;
  /** One of several processes of a shared run asks. */
  readonly isSharedWriter: boolean;
  /** The address that the one who asks reaches this server by, without a final slash. */
  readonly baseUrl: string;
  /** Users asked for in this request, by id; a page of runs names the same few again and again. */
  readonly users: Map<UserId, Promise<User | null>>;
  /** Holds back reads of the column store: a page of a thousand runs asks for each one's keys. */
  readonly readColumns: Limiter;
  readonly announcedScans: AnnouncedScans;
  readonly keyTexts: KeyTexts;
  readonly prepared: PreparedParts;
  /** What the request changes, for the audit log. */
  readonly trail: Trail;
}

/** A run as its fields need it. */
export interface RunSource {
  readonly run: Run;
  readonly project: Project;
}

/** A resolver of a field of `Parent`. */
export type Resolver<Parent, Args = object> = (
  parent: Parent,
  args: Args,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

export function createContext(
  deps: WandbDependencies,
  actor: Actor,
  request: FastifyRequest,
  lasting: Pick<Context, 'announcedScans' | 'keyTexts'>,
  memory: SpareMemory,
): Context {
  return {
    deps,
    actor,
    isSharedWriter: request.headers['x-wandb-use-async-filestream'] === 'true',
    baseUrl: request.getDecorator<string>('baseUrl'),
    users: new Map(),
    readColumns: createLimiter(COLUMN_READS_AT_ONCE),
    ...lasting,
    prepared: createPreparedParts(memory),
    trail: request.getDecorator<Trail>('trail'),
  };
}

/** A user by id, looked up once a request. */
export function getUser({ deps, users }: Context, id: UserId): Promise<User | null> {
  const known = users.get(id) ?? deps.accounts.getUser(id);
  users.set(id, known);
  return known;
}

/** The value, or null when it does not exist or may not be known of: how the client expects to be told. */
export async function nullWhenMissing<T>(value: Promise<T>): Promise<T | null> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof RunloomError && error.code === 'not_found') return null;
    throw error;
  }
}

/** The project named, with the right to read it; the actor's own entity when none is named. */
export function findProject(
  context: Context,
  entityName: string | null | undefined,
  projectName: string | null | undefined,
): Promise<Project | null> {
  const entity = entityName || defaultEntity(context.actor);
  if (!entity || !projectName) return Promise.resolve(null);
  return nullWhenMissing(context.deps.projects.find(context.actor, entity, projectName, 'read'));
}

/** Where the actor's runs go when they name no entity; null for anonymous ones. */
export function defaultEntity(actor: Actor): string | null {
  return actor.kind === 'user' ? defaultEntityName(actor) : null;
}

/** The run named, with the right to write to it. @throws RunloomError('not_found' | 'forbidden') */
export async function findRunToWrite(
  { deps, actor }: Context,
  address: { entityName: string; projectName: string; runName: string },
): Promise<RunSource> {
  const { entityName, projectName, runName } = address;
  const project = await deps.projects.find(actor, entityName, projectName, 'write');
  const run = await deps.runs.findIn(project, runName);
  if (run) return { run, project };
  throw new RunloomError(
    'not_found',
    `The run ${entityName}/${projectName}/${runName} does not exist.`,
  );
}
