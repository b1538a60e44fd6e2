import type { Actor } from '../../domains/accounts/index.ts';
import type { Project, Projects } from '../../domains/projects/index.ts';
import { RunloomError } from '../../platform/errors.ts';
import { SchemaError } from './errors.ts';

/** A project as a request names it. */
export interface NamedProject extends Project {
  /** `entity/project`, as it was sent: answers name it so. */
  readonly path: string;
}

/**
 * Finds the project `entity/project` for reading, or finds or makes it for writing (the npm client asks
 * nobody to make it first).
 * @throws RunloomError('forbidden') also where it does not exist: to clients, 404 means that the address
 *   is unknown here
 */
export async function openProject(
  { projects }: { readonly projects: Pick<Projects, 'find' | 'ensure'> },
  actor: Actor,
  path: string,
  action: 'read' | 'write',
): Promise<NamedProject> {
  const [entity, name] = splitProject(path);
  try {
    const project =
      action === 'write'
        ? await projects.ensure(actor, entity, name)
        : await projects.find(actor, entity, name, 'read');
    return { ...project, path };
  } catch (error) {
    if (!(error instanceof RunloomError) || error.code !== 'not_found') throw error;
    throw new RunloomError('forbidden', `Project not found: ${error.message}`);
  }
}

function splitProject(path: string): [entity: string, project: string] {
  const slash = path.indexOf('/');
  const [entity, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (slash > 0 && name !== '' && !name.includes('/')) return [entity, name];
  throw new SchemaError(
    `project_id is "entity/project", not ${JSON.stringify(path.slice(0, 200))}.`,
    'project_id',
  );
}

/** The project that an address of `/v2/{entity}/{project}` names. */
export const projectOfPath = (params: Readonly<Record<string, string>>): string =>
  `${params['entity']}/${params['project']}`;
