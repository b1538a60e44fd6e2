import {
  AccessDecisionInput,
  AccessRequestInput,
  AccessRequestList,
  OwnAccessRequests,
} from '@runloom/model';
import type { Actor } from '../../domains/accounts/index.ts';
import type { ApiDeps } from './deps.ts';
import { numericId } from './numeric-id.ts';
import { type ApiRoute, defineRoute, userOf } from './route.ts';

/** Asking to be let in, and deciding about it. */
export function accessRequestRoutes({ accounts, projects }: ApiDeps): ApiRoute[] {
  const finder = (entity: string) => async (name: string) => {
    const owner = await accounts.findEntity(entity);
    return owner === null ? null : projects.findOwned(owner.id, name);
  };

  /** A private project is for its owner alone: who lets somebody in makes it a restricted one. */
  async function openToNamed(actor: Actor, entity: string, id: number): Promise<void> {
    const requests = await accounts.listRequests(actor, entity, finder(entity));
    const wanted = requests.find((request) => request.id === id)?.project;
    const project = wanted ? await finder(entity)(wanted) : null;
    if (project?.visibility !== 'private') return;
    await projects.put(actor, entity, project.name, { visibility: 'restricted' });
  }

  return [
    defineRoute({
      method: 'POST',
      path: '/access-requests',
      summary: 'Ask for access to an address; the answer does not tell whether anything is there',
      policy: 'signed-in',
      body: AccessRequestInput,
      answer: 'nothing',
      async handle({ actor, body }) {
        await accounts.requestAccess(userOf(actor), body);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/access-requests',
      summary: 'What you asked for',
      policy: 'signed-in',
      answer: { json: OwnAccessRequests },
      handle: async ({ actor }) => ({
        requests: [...(await accounts.listOwnRequests(userOf(actor)))],
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/access-requests',
      summary: 'Who asks for access to a user or team and their projects',
      policy: 'signed-in',
      answer: { json: AccessRequestList },
      async handle({ actor, params }) {
        const found = await accounts.listRequests(actor, params.entity, finder(params.entity));
        return {
          requests: found.map(({ id, user, project, message, createdAt }) => ({
            id,
            username: user.username,
            displayName: user.displayName,
            project,
            message,
            createdAt,
          })),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/entities/{entity}/access-requests/{id}',
      summary: 'Grant access with a role, or refuse, which is not told',
      policy: 'signed-in',
      body: AccessDecisionInput,
      answer: 'nothing',
      async handle({ actor, params, body }) {
        const decision = { id: numericId(params.id, 'This request'), role: body.role };
        if (body.role !== null) await openToNamed(actor, params.entity, decision.id);
        await accounts.decideRequest(actor, params.entity, decision, finder(params.entity));
      },
    }),
  ];
}
