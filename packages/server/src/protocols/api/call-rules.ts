import { CallRulesInput, CallRulesView } from '@runloom/model';
import type { SavedCallRules } from '../../domains/call-rules/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const PATH = '/projects/{entity}/{project}/call-rules';

/** What a project redacts in calls, and which share of traces it keeps. */
export function callRuleRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, callRules } = deps;

  async function view(saved: SavedCallRules) {
    const { redactions, sampleRate, updatedAt, updatedBy } = saved;
    const user = updatedBy === null ? null : await accounts.getUser(updatedBy);
    return {
      redactions: [...redactions],
      sampleRate,
      updatedAt,
      updatedBy: user?.username ?? null,
    };
  }

  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      summary: 'What the project redacts in calls before they are stored, and its share of traces',
      policy: 'signed-in',
      answer: { json: CallRulesView },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        return view(await callRules.read(actor, project));
      },
    }),
    defineRoute({
      method: 'PUT',
      path: PATH,
      summary: 'Sets all of it; holds for what is written from then on',
      policy: 'signed-in',
      body: CallRulesInput,
      answer: { json: CallRulesView },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'manage');
        return view(await callRules.save(actor, project, body));
      },
    }),
  ];
}
