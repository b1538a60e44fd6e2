import {
  CallRulesInput,
  CallRulesPreview,
  CallRulesTrial,
  CallRulesView,
  MOST_PREVIEWED,
  memberTexts,
} from '@runloom/model';
import type { SavedCallRules } from '../../domains/call-rules/index.ts';
import type { CallPart } from '../../domains/calls/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { apiJson } from './traces/values.ts';

const PATH = '/projects/{entity}/{project}/call-rules';

/** What a project redacts in calls, and which share of traces it keeps. */
export function callRuleRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, calls, callRules } = deps;

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
    defineRoute({
      method: 'POST',
      path: `${PATH}/preview`,
      summary: 'What rules would make of a call: nothing is changed or stored',
      policy: 'signed-in',
      body: CallRulesTrial,
      answer: { json: CallRulesPreview },
      async handle({ actor, params, body: { rules, call } }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const part = 'id' in call ? await storedPart(project.id, call.id) : pastedPart(call.text);
        const {
          problems,
          part: made,
          isKept,
        } = await callRules.preview(actor, project, rules, part);
        return {
          problems: [...problems],
          before: shownPart(part),
          after: shownPart(made),
          isKept: 'id' in call ? isKept : null,
        };
      },
    }),
  ];

  async function storedPart(project: ProjectId, id: string): Promise<CallPart> {
    const call = await calls.read(project, id);
    if (call === null) throw notFound(`The call ${id}`);
    const part: CallPart = {
      id,
      source: call.source,
      traceId: call.traceId,
      inputs: call.inputs,
      attributes: call.attributes,
      summary: call.summary,
      opName: call.opName,
      displayName: call.displayName,
      exception: call.exception,
      threadId: call.threadId,
      wbRunId: call.wbRunId,
      ...(call.output === null ? {} : { output: call.output }),
    };
    const length = JSON_FIELDS.reduce((sum, field) => sum + (part[field]?.length ?? 0), 0);
    if (length > MOST_PREVIEWED) {
      throw new RunloomError(
        'too_large',
        `This call holds ${length} characters, and at most ${MOST_PREVIEWED} are shown here. Paste a part of it.`,
      );
    }
    return part;
  }
}

const JSON_FIELDS = ['inputs', 'output', 'attributes', 'summary'] as const;

/** @throws RunloomError('invalid') for what is no JSON */
function pastedPart(text: string): CallPart {
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalid(`This is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const members = text.trim().startsWith('{') ? new Map(memberTexts(text.trim())) : new Map();
  const fields = JSON_FIELDS.flatMap((field) => {
    const json: string | undefined = members.get(field);
    return json === undefined ? [] : [[field, json] as const];
  });
  const base = { id: 'pasted', source: 'runloom' } as const;
  return { ...base, ...(fields.length === 0 ? { inputs: text } : Object.fromEntries(fields)) };
}

/** The fields that rules look at, without those that say nothing. */
function shownPart(part: CallPart): Record<string, unknown> {
  const { opName, displayName, exception, threadId, wbRunId } = part;
  const texts = { op: opName, name: displayName, exception, thread: threadId, run: wbRunId };
  return Object.fromEntries(
    [
      ...JSON_FIELDS.map((field) => [field, part[field] && apiJson(part[field])] as const),
      ...Object.entries(texts).map(([name, text]) => [name, text ?? undefined] as const),
    ].filter(([, value]) => value !== undefined),
  );
}
