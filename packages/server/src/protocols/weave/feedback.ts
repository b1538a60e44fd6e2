import {
  itemTexts,
  memberText,
  memberTexts,
  objectText,
  parseWeaveRef,
  stringOf,
} from '@runloom/model';
import { type Actor, authorOf } from '../../domains/accounts/index.ts';
import type { Feedback, NewFeedback } from '../../domains/calls/index.ts';
import { invalid, RunloomError } from '../../platform/errors.ts';
import { batchTexts, type Outcome, refusalOf } from './calls/intake.ts';
import { PURGE, ROWS_QUERY } from './calls/query-schema.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { SchemaError } from './errors.ts';
import { feedbackMembers } from './feedback-text.ts';
import { checkFeedback } from './feedback-types.ts';
import { createFieldCheck } from './field-schema.ts';
import { idsInQuery } from './id-query.ts';
import { openProject } from './projects.ts';
import { given, JsonAnswer, post, type WeaveRoute } from './route.ts';
import { timeText } from './times.ts';

/** What people and scorers say of calls. */
export function feedbackRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { calls, objects } = deps;
  const rules = { objects, checkField: createFieldCheck() };

  const add = async (actor: Actor, sent: readonly SentFeedback[]): Promise<readonly Feedback[]> => {
    const kept: Feedback[] = [];
    for (const { projectPath, feedback } of sent) {
      const project = await openProject(deps, actor, projectPath, 'write');
      await checkFeedback(rules, project.id, feedback);
      kept.push(...(await calls.addFeedback(project.id, [ownedBy(actor, feedback)])));
    }
    return kept;
  };

  return [
    post('/feedback/create', async ({ actor, text }) => {
      const [kept] = await add(actor, [readFeedback(text())]);
      return new JsonAnswer(createdText(kept));
    }),
    post('/feedback/batch/create', async ({ actor, text }) => {
      const items = batchTexts(text());
      const created: string[] = [];
      const outcomes: Outcome[] = [];
      const groups = new Map<string, { feedback: NewFeedback[]; places: number[] }>();
      for (const [place, item] of items.entries()) {
        try {
          const { projectPath, feedback } = readFeedback(item);
          const project = await openProject(deps, actor, projectPath, 'write');
          await checkFeedback(rules, project.id, feedback);
          const group = groups.get(projectPath) ?? { feedback: [], places: [] };
          group.feedback.push(ownedBy(actor, feedback));
          group.places.push(place);
          groups.set(projectPath, group);
          outcomes.push({ kind: 'end' });
        } catch (error) {
          if (!(error instanceof RunloomError) || error.status >= 500 || error.status === 429) {
            throw error;
          }
          outcomes.push({ kind: 'refused', error });
        }
      }
      for (const [path, { feedback, places }] of groups) {
        const project = await openProject(deps, actor, path, 'write');
        const kept = await calls.addFeedback(project.id, feedback);
        for (const [at, row] of kept.entries()) created[places[at] ?? at] = createdText(row);
      }
      const refusal = refusalOf(outcomes);
      if (refusal !== null) throw refusal;
      return new JsonAnswer(`{"res":[${created.join(',')}]}`);
    }),
    post('/feedback/replace', async ({ actor, text }) => {
      const body = text();
      const old = stringOf(memberText(body, 'feedback_id'));
      if (old === null) throw new SchemaError('feedback_id is missing.', 'feedback_id');
      const { projectPath, feedback } = readFeedback(body);
      const project = await openProject(deps, actor, projectPath, 'write');
      await checkFeedback(rules, project.id, feedback);
      const kept = await calls.replaceFeedback(project.id, old, ownedBy(actor, feedback));
      return new JsonAnswer(createdText(kept));
    }),
    post('/feedback/query', async ({ actor, body }) => {
      const { project_id, fields, query, limit, offset, sort_by } = body(ROWS_QUERY);
      const project = await openProject(deps, actor, project_id, 'read');
      const { feedback, totalCount } = await calls.queryFeedback(project.id, {
        ...(query !== null && query !== undefined && { query }),
        ...given({ limit, offset, sort: sort_by }),
      });
      if (fields?.length === 1 && fields[0] === 'count(*)') {
        return { result: [{ 'count(*)': totalCount }], total_count: totalCount };
      }
      const rows = feedback.map((row) => rowText(row, project_id, fields ?? null));
      return new JsonAnswer(`{"result":[${rows.join(',')}],"total_count":${totalCount}}`);
    }),
    post('/feedback/purge', async ({ actor, body }) => {
      const { project_id, query } = body(PURGE);
      const ids = idsInQuery(query);
      const project = await openProject(deps, actor, project_id, 'write');
      await calls.removeFeedback(project.id, ids);
      return {};
    }),
  ];
}

interface SentFeedback {
  readonly projectPath: string;
  readonly feedback: NewFeedback;
}

/** @throws SchemaError for what is missing, RunloomError('invalid') for a call of another project */
function readFeedback(item: string): SentFeedback {
  const members = new Map(memberTexts(item));
  const string = (name: string): string | null => stringOf(members.get(name) ?? null);
  const needed = (name: string): string => {
    const value = string(name);
    if (value !== null && value !== '') return value;
    throw new SchemaError(`${name} is missing, or no text.`, name);
  };
  const projectPath = needed('project_id');
  const weaveRef = needed('weave_ref');
  const payload = members.get('payload') ?? '';
  if (payload.charCodeAt(0) !== 123) throw new SchemaError('payload is an object.', 'payload');
  refuseForeignCall(weaveRef, projectPath);
  const extra = [...members].filter(
    ([name, value]) => EXTRA.test(name) && value !== 'null' && value !== '""',
  );
  return {
    projectPath,
    feedback: {
      ...given({ id: string('id') }),
      weaveRef,
      feedbackType: needed('feedback_type'),
      payload,
      creator: string('creator'),
      annotationRef: string('annotation_ref'),
      runnableRef: string('runnable_ref'),
      callRef: string('call_ref'),
      triggerRef: string('trigger_ref'),
      queueId: string('queue_id'),
      extra: objectText(extra),
    },
  };
}

const EXTRA = /^(?:scorer|span)_[a-z_]{1,64}$/;

function refuseForeignCall(weaveRef: string, projectPath: string): void {
  const ref = parseWeaveRef(weaveRef);
  if (ref?.kind !== 'call') return;
  if (`${ref.entity}/${ref.project}`.toLowerCase() === projectPath.toLowerCase()) return;
  throw invalid(
    `${JSON.stringify(weaveRef.slice(0, 200))} is a call of another project than ${JSON.stringify(projectPath.slice(0, 200))}.`,
  );
}

const ownedBy = (actor: Actor, feedback: NewFeedback): NewFeedback =>
  actor.kind === 'user' ? { ...feedback, userId: String(authorOf(actor)) } : feedback;

function createdText(row: Feedback | undefined): string {
  if (row === undefined) throw new Error('feedback that was added is answered');
  return objectText([
    ['id', JSON.stringify(row.id)],
    ['created_at', JSON.stringify(timeText(row.createdAt))],
    ['wb_user_id', JSON.stringify(row.userId ?? '')],
    ['payload', row.payload],
  ]);
}

/** A row, or the fields of it that were asked for; `payload.a.b` is a field, too. */
function rowText(row: Feedback, projectPath: string, fields: readonly string[] | null): string {
  const members = feedbackMembers(row).set('project_id', JSON.stringify(projectPath));
  if (fields === null || fields.includes('*')) return objectText(members);
  return objectText(
    fields.map((field) => [field, members.get(field) ?? atPath(members, field)] as const),
  );
}

function atPath(members: ReadonlyMap<string, string>, field: string): string {
  const [root = '', ...path] = field.split('.');
  let value: string | null = members.get(root) ?? null;
  for (const segment of path) {
    if (value === null) break;
    const inArray = value.charCodeAt(0) === 91 && /^\d+$/.test(segment);
    value = inArray ? ([...itemTexts(value)][Number(segment)] ?? null) : memberText(value, segment);
  }
  return value ?? 'null';
}
