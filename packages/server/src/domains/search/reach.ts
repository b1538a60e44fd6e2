import { notFound } from '../../platform/errors.ts';
import type { Accounts, Actor } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { ownerToken, projectToken } from './tokens.ts';

/** How long a right that was given, or a project that was made elsewhere, may stay unknown. */
const TTL_MS = 1_000;
const MAX_REMEMBERED = 500;
/** So many owners and projects are named to the store; of more, it gets the list of all projects. */
const MAX_NAMED = 60;

/** Where someone may look. */
export type Reach =
  | { readonly kind: 'everywhere' }
  /** In all projects of these owners, and in these projects. */
  | {
      readonly kind: 'named';
      readonly owners: readonly number[];
      readonly projects: readonly number[];
    }
  | { readonly kind: 'listed'; readonly projects: readonly number[] };

/** Finds out where people may look. */
export function createReaches(deps: {
  accounts: Pick<Accounts, 'may' | 'findEntity'>;
  projects: Pick<Projects, 'listReadable' | 'find'>;
  clock: () => number;
}) {
  const { accounts, projects, clock } = deps;
  const remembered = new Map<string, { readonly at: number; readonly list: Readable }>();

  function listReadable(actor: Actor): Readable {
    const key = JSON.stringify(actor);
    const known = remembered.get(key);
    if (known !== undefined && clock() - known.at < TTL_MS) return known.list;
    const list = projects.listReadable(actor);
    remembered.delete(key);
    remembered.set(key, { at: clock(), list });
    list.catch(() => remembered.delete(key));
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return list;
  }

  return {
    /**
     * @param within `entity` or `entity/project`
     * @throws RunloomError('not_found') where it names nothing that the actor may see
     */
    async of(actor: Actor, within: string | undefined): Promise<Reach> {
      if (within === undefined || within === '') {
        if (await accounts.may(actor, 'manage', { kind: 'instance' }))
          return { kind: 'everywhere' };
        const { projects: readable, wholeOwners } = await listReadable(actor);
        return reachOf(readable, wholeOwners);
      }
      const [entityName = '', projectName] = within.split('/');
      if (projectName !== undefined) {
        return reachOf([await projects.find(actor, entityName, projectName, 'read')]);
      }
      const entity = await accounts.findEntity(entityName);
      const readable = await listReadable(actor);
      const own = readable.projects.filter(({ entityId }) => entityId === entity?.id);
      const mayKnow =
        entity !== null &&
        (own.length > 0 ||
          (await accounts.may(actor, 'read', { kind: 'entity', entityId: entity.id })));
      if (!mayKnow) throw notFound('This user or team');
      return reachOf(own, readable.wholeOwners);
    },

    /** The projects of a reach, in the order in which they were made; null: all there are. */
    async projectsOf(actor: Actor, reach: Reach): Promise<readonly number[] | null> {
      if (reach.kind === 'everywhere') return null;
      if (reach.kind === 'listed' || reach.owners.length === 0) return reach.projects;
      const { projects: readable } = await listReadable(actor);
      return readable
        .filter((project) => isWithin(reach, project))
        .map(({ id }) => id)
        .sort((one, other) => one - other);
    },

    /** What was remembered of projects and rights counts no more. */
    forget(): void {
      remembered.clear();
    },
  };
}

type Readable = ReturnType<Projects['listReadable']>;

function reachOf(
  projects: readonly Project[],
  wholeOwners: ReadonlySet<number> = new Set(),
): Reach {
  const owners = [
    ...new Set(projects.map(({ entityId }) => entityId).filter((id) => wholeOwners.has(id))),
  ];
  const others = projects.filter(({ entityId }) => !wholeOwners.has(entityId)).map(({ id }) => id);
  return owners.length + others.length <= MAX_NAMED
    ? { kind: 'named', owners, projects: others }
    : { kind: 'listed', projects: projects.map(({ id }) => id) };
}

/** Whether a project stands in reach. */
export const isWithin = (reach: Reach, project: Pick<Project, 'id' | 'entityId'>): boolean =>
  reach.kind === 'everywhere' ||
  reach.projects.includes(project.id) ||
  (reach.kind === 'named' && reach.owners.includes(project.entityId));

/** Whether there is nowhere to look. */
export const isNowhere = (reach: Reach): boolean =>
  reach.kind !== 'everywhere' &&
  reach.projects.length === 0 &&
  (reach.kind === 'listed' || reach.owners.length === 0);

/** Tokens of which everything in reach holds one; empty where the list of projects has to say it. */
export const tokensOfReach = (reach: Reach): readonly string[] =>
  reach.kind === 'named'
    ? [...reach.owners.map(ownerToken), ...reach.projects.map(projectToken)]
    : [];
