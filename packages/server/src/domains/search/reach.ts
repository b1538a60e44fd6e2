import { notFound } from '../../platform/errors.ts';
import type { Accounts, Actor } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { ownerToken, projectToken } from './tokens.ts';

/** How long a right that was given, or a project that was made elsewhere, may stay unknown. */
const TTL_MS = 1_000;
const MAX_REMEMBERED = 500;
/** So many projects or owners are named in the index; of more, all entries are looked at. */
const MAX_NAMED = 40;

/** Where someone may look. */
export interface Reach {
  /** Ids of projects; null: everywhere. */
  readonly projects: readonly number[] | null;
  /** Their owners, where they are few. */
  readonly owners: readonly number[] | null;
  /** Tokens of which everything in reach holds one; empty where they would be too many. */
  readonly tokens: readonly string[];
}

/** Finds out where people may look. */
export type Reaches = ReturnType<typeof createReaches>;

export function createReaches(deps: {
  accounts: Pick<Accounts, 'may' | 'findEntity'>;
  projects: Pick<Projects, 'listReadable' | 'find'>;
  clock: () => number;
}) {
  const { accounts, projects, clock } = deps;
  const remembered = new Map<
    string,
    { readonly at: number; readonly list: Promise<readonly Project[]> }
  >();

  function listReadable(actor: Actor): Promise<readonly Project[]> {
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
        if (await accounts.may(actor, 'manage', { kind: 'instance' })) return EVERYWHERE;
        return reachOf(await listReadable(actor));
      }
      const [entityName = '', projectName] = within.split('/');
      if (projectName !== undefined) {
        return reachOf([await projects.find(actor, entityName, projectName, 'read')]);
      }
      const entity = await accounts.findEntity(entityName);
      const own = (await listReadable(actor)).filter(({ entityId }) => entityId === entity?.id);
      const mayKnow =
        entity !== null &&
        (own.length > 0 ||
          (await accounts.may(actor, 'read', { kind: 'entity', entityId: entity.id })));
      if (!mayKnow) throw notFound('This user or team');
      return reachOf(own);
    },

    /** What was remembered of projects and rights counts no more. */
    forget(): void {
      remembered.clear();
    },
  };
}

const EVERYWHERE: Reach = { projects: null, owners: null, tokens: [] };

function reachOf(projects: readonly Project[]): Reach {
  const ids = projects.map(({ id }) => id);
  const owners = [...new Set(projects.map(({ entityId }) => entityId))];
  const fewOwners = owners.length <= MAX_NAMED ? owners : null;
  const tokens =
    ids.length <= MAX_NAMED ? ids.map(projectToken) : (fewOwners?.map(ownerToken) ?? []);
  return { projects: ids, owners: fewOwners, tokens };
}
