import {
  AnswersInput,
  DecisionInput,
  ItemState,
  NextItem,
  QueueItemList,
  QueueItemsAdded,
  QueueItemsInput,
  QueueItemView,
} from '@runloom/model';
import { z } from 'zod';
import type { UserActor } from '../../../domains/accounts/index.ts';
import {
  type AnnotationQueue,
  type QueueItem,
  queuedCall,
} from '../../../domains/annotations/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute, userOf } from '../route.ts';
import { opNameOf } from '../traces/names.ts';
import { queryOfSelection, without } from '../traces/selection.ts';
import { QUEUES } from './queue-routes.ts';

const ITEMS = `${QUEUES}/{queue}/items` as const;
/** What a queue keeps of a call. */
const COLUMNS = ['id', 'op_name', 'trace_id', 'started_at', 'ended_at'];

/** The calls in a queue, and what people say of each. */
export function itemRoutes(deps: ApiDeps): ApiRoute[] {
  const { accounts, projects, annotations, reviews, calls } = deps;

  const views = async (
    actor: UserActor | null,
    project: Project,
    queue: AnnotationQueue,
    items: readonly QueueItem[],
  ): Promise<QueueItemView[]> => {
    const ids = items.map(({ id }) => id);
    const progress = Map.groupBy(await annotations.progressOf(ids), ({ itemId }) => itemId);
    const users = [...progress.values()].flat().map(({ userId }) => userId);
    const names = await accounts.usernames(users);
    const own = (await reviews.answers(project, queue, items)).filter(
      ({ user }) => user === String(actor?.userId),
    );
    const ownByCall = Map.groupBy(own, ({ callId }) => callId);
    return items.map((item) => {
      const people = progress.get(item.id) ?? [];
      return {
        id: item.id,
        callId: item.callId,
        op: opNameOf(item.opName),
        startedAt: item.startedAt / 1000,
        position: item.position,
        state: item.state,
        ownState: people.find(({ userId }) => userId === actor?.userId)?.state ?? 'unstarted',
        own: Object.fromEntries(
          (ownByCall.get(item.callId) ?? []).map(({ field, value }) => [field, value]),
        ),
        people: people.map(({ userId, state }) => ({ user: names.get(userId) ?? '', state })),
      };
    });
  };

  const viewOf = async (
    actor: UserActor,
    project: Project,
    queue: AnnotationQueue,
    item: QueueItem,
  ): Promise<QueueItemView> => {
    const [view] = await views(actor, project, queue, [item]);
    if (view === undefined) throw new Error('An item has a view.');
    return view;
  };

  /** At least as many as are wanted, where there are so many. */
  const newestOf = async (
    project: Project,
    { selection, except, limit }: Extract<z.output<typeof QueueItemsInput>, { selection: unknown }>,
  ) =>
    without(
      calls.query(project.id, {
        ...(await queryOfSelection(accounts, project, selection)),
        sort: [{ field: 'started_at', direction: 'desc' }],
        limit: limit + except.length,
        columns: COLUMNS,
      }),
      except,
    );

  return [
    defineRoute({
      method: 'GET',
      path: ITEMS,
      summary: 'Calls in a queue, in the order in which they came, with how far each person is',
      policy: 'checked-by-domain',
      query: z.object({
        state: ItemState.optional(),
        offset: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      answer: { json: QueueItemList },
      async handle({ actor, params, query: { state, offset, limit } }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const queue = await annotations.getQueue(project.id, params.queue);
        const page = { state: state ?? null, offset, limit };
        const { total, items } = await annotations.pageOfItems(project.id, queue.id, page);
        const reader = actor.kind === 'user' ? actor : null;
        return { total, items: await views(reader, project, queue, items) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: ITEMS,
      summary: 'Put calls into a queue: chosen ones, or the newest that a selection means',
      policy: 'checked-by-domain',
      body: QueueItemsInput,
      answer: { json: QueueItemsAdded },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const queue = await annotations.getQueue(project.id, params.queue);
        const pages =
          'ids' in body
            ? calls.readMany(project.id, body.ids, { columns: COLUMNS })
            : await newestOf(project, body);
        const found = (await Array.fromAsync(pages)).flat();
        const meant = 'ids' in body ? found : found.slice(0, body.limit);
        const { added, duplicates } = await annotations.addItems(
          actor,
          project.id,
          queue.id,
          meant.map(queuedCall),
          [],
        );
        const unknown = 'ids' in body ? new Set(body.ids).size - meant.length : 0;
        return { added, duplicates, unknown };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${QUEUES}/{queue}/next`,
      summary: 'What the reader judges next: what they began, else the first that needs them',
      policy: 'checked-by-domain',
      answer: { json: NextItem },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const user = userOf(actor);
        const queue = await annotations.getQueue(project.id, params.queue);
        const item = await annotations.nextItem(user, project.id, queue.id);
        return { item: item === null ? null : await viewOf(user, project, queue, item) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${ITEMS}/{item}`,
      summary: 'One call of a queue with what the reader said of it',
      policy: 'checked-by-domain',
      answer: { json: QueueItemView },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const queue = await annotations.getQueue(project.id, params.queue);
        const item = await annotations.getItem(project.id, queue.id, params.item);
        return viewOf(userOf(actor), project, queue, item);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${ITEMS}/{item}/answers`,
      summary: 'Say something of a call; null takes back what one said',
      policy: 'checked-by-domain',
      body: AnswersInput,
      answer: { json: QueueItemView },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const user = userOf(actor);
        const queue = await annotations.getQueue(project.id, params.queue);
        const { values, state } = body;
        const item = await reviews.answer(user, project, queue, params.item, values, state);
        return viewOf(user, project, queue, item);
      },
    }),
    defineRoute({
      method: 'PUT',
      path: `${ITEMS}/{item}/decision`,
      summary: 'Say what counts of a call, whatever people said; null takes it back',
      policy: 'checked-by-domain',
      body: DecisionInput,
      answer: 'nothing',
      async handle({ actor, params, body: { field, value } }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const queue = await annotations.getQueue(project.id, params.queue);
        await reviews.decide(userOf(actor), project, queue, params.item, field, value);
      },
    }),
  ];
}
