import { type AlsoFrom, type ProjectAddress, runPlace, runReference } from '@runloom/model';
import type { Action, Actor } from '../../domains/accounts/index.ts';
import type { Project, ProjectId, Projects } from '../../domains/projects/index.ts';
import type { Run, Runs } from '../../domains/runs/index.ts';
import { invalid, RunloomError } from '../../platform/errors.ts';

/** Further projects that the runs of one request may be of. */
const MOST_OTHERS = 20;

type Deps = { projects: Pick<Projects, 'find'>; runs: Pick<Runs, 'findMany'> };

/** How the pages of one project name runs. */
export type NameOf = (run: { readonly projectId: ProjectId; readonly name: string }) => string;

/** The projects that a request is about. */
export interface Listing {
  /** That of the address first, then the others that the actor may see. */
  readonly projects: readonly [Project, ...Project[]];
  readonly nameOf: NameOf;
  /** `entity/project` of a run. */
  readonly projectOf: (run: { readonly projectId: ProjectId }) => string;
}

/** Runs that a request names, in its order; those that are not there, or not to be seen, are left out. */
export interface NamedRuns extends Listing {
  readonly runs: readonly Run[];
}

/**
 * The project of an address, and those whose runs are to stand beside its own.
 * @throws RunloomError('not_found') when the actor may not see that of the address
 */
export async function findListing(
  { projects }: Pick<Deps, 'projects'>,
  actor: Actor,
  address: ProjectAddress,
  alsoFrom: AlsoFrom,
  action: Action = 'read',
): Promise<Listing> {
  const home = await projects.find(actor, address.entity, address.project, action);
  const found = new Map<ProjectId, Project>();
  for (const other of alsoFrom) {
    const project = await findOther(projects, actor, other);
    if (project !== null && project.id !== home.id) found.set(project.id, project);
  }
  return listingOf(home, [...found.values()]);
}

/** The runs that `references` mean on pages of the project. @throws RunloomError('invalid') for too many projects */
export async function findRuns(
  { projects, runs }: Deps,
  actor: Actor,
  home: Project,
  references: readonly string[],
): Promise<NamedRuns> {
  const places = references.map((reference) => runPlace(addressOf(home), reference));
  const groups = Map.groupBy(places, ({ entity, project }) => `${entity}/${project}`);
  if (groups.size > MOST_OTHERS) {
    throw invalid(`One request may name runs of at most ${MOST_OTHERS} projects.`);
  }
  const others = new Map<ProjectId, Project>();
  const found = new Map<string, Run>();
  for (const [name, group] of groups) {
    const [{ entity, project: projectName } = addressOf(home)] = group;
    const isHome = entity === home.entityName && projectName === home.name;
    const project = isHome
      ? home
      : await findOther(projects, actor, { entity, project: projectName });
    if (project === null) continue;
    if (project !== home) others.set(project.id, project);
    const names = group.map(({ run }) => run);
    for (const run of await runs.findMany(project, names)) found.set(`${name}/${run.name}`, run);
  }
  return {
    ...listingOf(home, [...others.values()]),
    runs: places.flatMap(
      ({ entity, project, run }) => found.get(`${entity}/${project}/${run}`) ?? [],
    ),
  };
}

/** One that the actor may not see is as if it did not exist. */
async function findOther(
  projects: Pick<Projects, 'find'>,
  actor: Actor,
  { entity, project }: ProjectAddress,
): Promise<Project | null> {
  try {
    return await projects.find(actor, entity, project, 'read');
  } catch (error) {
    const isHidden =
      error instanceof RunloomError &&
      ['not_found', 'forbidden', 'unauthenticated'].includes(error.code);
    if (isHidden) return null;
    throw error;
  }
}

function listingOf(home: Project, others: readonly Project[]): Listing {
  const byId = new Map(others.map((project) => [project.id, project]));
  return {
    projects: [home, ...others],
    projectOf({ projectId }) {
      const { entity, project } = addressOf(byId.get(projectId) ?? home);
      return `${entity}/${project}`;
    },
    nameOf({ projectId, name }) {
      const project = byId.get(projectId);
      if (project === undefined) return name;
      return runReference(addressOf(home), { ...addressOf(project), run: name });
    },
  };
}

const addressOf = ({ entityName, name }: Project): ProjectAddress => ({
  entity: entityName,
  project: name,
});
