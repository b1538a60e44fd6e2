import { defaultEntityName, type UserActor } from '../../domains/accounts/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { SpanAttributes } from './request/index.ts';

export interface ProjectAddress {
  readonly entity: string;
  readonly project: string;
}

/** Places where a request may name the project of all its spans. */
export interface NamedProject {
  readonly path: { readonly entity?: string; readonly project?: string };
  readonly header: string | undefined;
  readonly query: string | undefined;
}

/** Who asks, and the project that the request itself names; null when it names none. */
export function addressOfRequest(actor: UserActor, named: NamedProject): ProjectAddress | null {
  const { entity, project } = named.path;
  if (entity !== undefined && project !== undefined) return { entity, project };
  const given = named.header ?? named.query;
  return given === undefined || given.trim() === '' ? null : readAddress(actor, given.trim());
}

/**
 * The project of the spans of one resource: its attributes `wandb.entity` and `wandb.project` come
 * before what the request names.
 * @throws RunloomError('invalid') when nothing names a project
 */
export function addressOfResource(
  actor: UserActor,
  resource: SpanAttributes,
  ofRequest: ProjectAddress | null,
): ProjectAddress {
  const project = textOf(resource, 'wandb.project');
  const entity = textOf(resource, 'wandb.entity');
  if (project !== null && entity !== null) return { entity, project };
  if (project !== null) return readAddress(actor, project);
  if (ofRequest !== null) return ofRequest;
  throw invalid(
    'Nothing says which project these spans belong to. Send the header project_id: entity/project, set the resource attributes wandb.entity and wandb.project, or export to /otel/{entity}/{project}/v1/traces.',
  );
}

/** `entity/project`, or a project alone: one of whoever asks. */
function readAddress(actor: UserActor, given: string): ProjectAddress {
  const [first = '', second, ...more] = given.split('/');
  if (second === undefined && first !== '')
    return { entity: defaultEntityName(actor), project: first };
  if (first !== '' && second !== undefined && second !== '' && more.length === 0) {
    return { entity: first, project: second };
  }
  throw invalid(`A project is named entity/project, not ${JSON.stringify(given.slice(0, 200))}.`);
}

function textOf(attributes: SpanAttributes, name: string): string | null {
  const value = attributes.get(name)?.plain;
  return typeof value === 'string' && value !== '' ? value : null;
}
