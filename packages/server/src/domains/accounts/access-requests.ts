import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import { sessionActor } from './actors.ts';
import type { Authorization } from './authorization.ts';
import { joinTeam } from './joining.ts';
import { requireWholeAccount } from './key-limits.ts';
import { isName, nameKey } from './names.ts';
import { checkMayGive, readRole } from './roles.ts';
import type { AccountStores, Change } from './stores.ts';
import type {
  AccessRequest,
  AccessRequestOperations,
  Actor,
  Entity,
  ProjectScope,
  User,
  UserId,
} from './types.ts';

/** A request that nobody answered for so long has ended. */
const WAITS_MS = 30 * 24 * 3_600_000;
const MAX_OPEN = 20;
const MAX_MESSAGE = 1_000;
const MAX_PROJECT_NAME = 512;

/**
 * Asking to be let in, by the address one came by.
 *
 * What is asked for may not exist, and whoever asks must not find out: a request is kept by the names
 * that were typed, with the same work and the same answer in either case, and only who may decide about
 * a place looks up which requests mean it. A refusal is not told either; it looks as if nobody had
 * answered, as do requests for what is not there.
 */
export function createAccessRequests(deps: {
  stores: AccountStores;
  authorization: Authorization;
  change: Change;
  clock: () => number;
}): AccessRequestOperations {
  const { stores, authorization, change, clock } = deps;
  const since = () => clock() - WAITS_MS;

  const requestsIn = async (actor: Actor, name: string) => {
    const entity = await authorization.findOwner(actor, name, 'read');
    await authorization.authorize(actor, 'members', { kind: 'entity', entityId: entity.id });
    return { entity, requests: await stores.requests.listFor(entity.name, since()) };
  };

  /** Whether what is asked for is there, and for a project which one. */
  const isMeant = async (
    { project }: AccessRequest,
    entity: Entity,
    findProject: (name: string) => Promise<ProjectScope | null>,
  ): Promise<boolean> =>
    project === null ? entity.kind === 'team' : (await findProject(project)) !== null;

  return {
    async requestAccess(actor, { entity, project, message }) {
      requireWholeAccount(actor);
      if (!isName(entity)) throw invalid('This is no address of a user, a team or a project.');
      if (message.length > MAX_MESSAGE) {
        throw invalid(`What you write has at most ${MAX_MESSAGE} characters.`);
      }
      if (project !== null && (project === '' || project.length > MAX_PROJECT_NAME)) {
        throw invalid('This is no address of a project.');
      }
      await stores.transaction(async (inside) => {
        const open = await inside.requests.listOpenOf(actor.userId, since());
        const wanted = { entityKey: nameKey(entity), project: project ?? '' };
        const isSame = (one: typeof wanted) =>
          one.entityKey === wanted.entityKey && one.project === wanted.project;
        if (open.some(isSame)) return;
        if (open.length >= MAX_OPEN) {
          throw new RunloomError(
            'rate_limited',
            `At most ${MAX_OPEN} of your requests may wait at once. Wait until some are answered or end.`,
            { retryAfterSeconds: 3_600 },
          );
        }
        await inside.requests.insert({
          userId: actor.userId,
          entity,
          project: wanted.project,
          message,
          now: clock(),
        });
      });
    },

    async listDeciders(entity) {
      const mayDecide = async (user: User) =>
        user.serviceOf === null &&
        (await authorization.may(sessionActor(user), 'members', {
          kind: 'entity',
          entityId: entity.id,
        }));
      const candidates: User[] = [];
      if (entity.kind === 'user') {
        const owner = await stores.accounts.findUser(entity.name);
        if (owner !== null) candidates.push(owner);
      } else {
        const { organizationId, id } = entity;
        const members = [
          ...(await stores.members.listTeamMembers(id)),
          ...(organizationId === null
            ? []
            : await stores.members.listOrganizationMembers(organizationId)),
        ];
        candidates.push(...members.map(({ user }) => user));
      }
      const deciders = new Set<UserId>();
      for (const user of candidates) if (await mayDecide(user)) deciders.add(user.id);
      if (deciders.size === 0) {
        for (const { id } of await stores.accounts.listAdmins()) deciders.add(id);
      }
      return [...deciders];
    },

    listOwnRequests: (actor) => stores.requests.listOf(actor.userId, since()),

    async listRequests(actor, entityName, findProject) {
      const { entity, requests } = await requestsIn(actor, entityName);
      const meant: AccessRequest[] = [];
      for (const request of requests) {
        if (await isMeant(request, entity, findProject)) meant.push(request);
      }
      return meant;
    },

    async decideRequest(actor, entityName, { id, role: roleName }, findProject) {
      const { entity, requests } = await requestsIn(actor, entityName);
      const request = requests.find((one) => one.id === id);
      if (actor.kind !== 'user' || request === undefined) throw notFound('This request');
      if (!(await isMeant(request, entity, findProject))) throw notFound('This request');
      const project = request.project === null ? null : await findProject(request.project);
      await change(async (inside) => {
        const decision = { by: actor.userId, granted: roleName !== null, now: clock() };
        if (!(await inside.requests.decide(id, decision))) {
          throw new RunloomError('conflict', 'Somebody else has answered this request already.');
        }
        if (roleName === null) return;
        const given = await readRole(inside, entity.organizationId, roleName);
        await checkMayGive(authorization, actor, entity, { after: given });
        const { id: userId } = request.user;
        if (project !== null) {
          await authorization.authorize(actor, 'members', { kind: 'project', project });
          await inside.projectMembers.put(project.id, { kind: 'user', id: userId }, given, false);
          return;
        }
        const { teams } = await inside.members.memberships(userId);
        if (!teams.has(entity.id)) await joinTeam(inside, entity, userId, given);
      });
    },
  };
}
