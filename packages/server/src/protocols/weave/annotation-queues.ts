import { z } from 'zod';
import {
  type AnnotationQueue,
  ITEM_STATES,
  type QueueItem,
  queuedCall,
} from '../../domains/annotations/index.ts';
import { SORT } from './calls/query-schema.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { onePage, sendLines } from './json-lines.ts';
import { openProject } from './projects.ts';
import { get, given, post, put, remove, type WeaveRoute } from './route.ts';
import { millisecondsText, timeText } from './times.ts';

const count = z.number().int().nonnegative().nullish();
const OF_PROJECT = z.object({ project_id: z.string() });
const CREATE = z.object({
  project_id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  scorer_refs: z.array(z.string()),
});
const CHANGE = z.object({
  project_id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  scorer_refs: z.array(z.string()).nullish(),
});
const QUERY = z.object({
  project_id: z.string(),
  name: z.string().nullish(),
  limit: count,
  offset: count,
  sort_by: SORT.nullish(),
});
const STATS = z.object({ project_id: z.string(), queue_ids: z.array(z.string()).max(1000) });
const ADD = z.object({
  project_id: z.string(),
  call_ids: z.array(z.string()).max(10_000),
  display_fields: z.array(z.string()),
});
const STATE = z.enum(ITEM_STATES);
const ITEMS = z.object({
  project_id: z.string(),
  filter: z
    .object({
      id: z.string().nullish(),
      added_by: z.string().nullish(),
      annotation_states: z.array(STATE).nullish(),
      call_id: z.string().nullish(),
      call_op_name: z.string().nullish(),
      call_trace_id: z.string().nullish(),
    })
    .nullish(),
  include_position: z.boolean().nullish(),
  limit: count,
  offset: count,
  sort_by: SORT.nullish(),
});
const PROGRESS = z.object({ project_id: z.string(), annotation_state: STATE });

/** Queues of calls for people to judge. */
export function annotationQueueRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { annotations, calls } = deps;
  return [
    post('/annotation_queues', async ({ actor, body }) => {
      const { project_id, name, description, scorer_refs } = body(CREATE);
      const project = await openProject(deps, actor, project_id, 'write');
      const queue = { name, description: description ?? '', scorerRefs: scorer_refs };
      return { id: (await annotations.createQueue(actor, project.id, queue)).id };
    }),
    post('/annotation_queues/query', async ({ actor, body, reply }) => {
      const { project_id, sort_by, ...asked } = body(QUERY);
      const project = await openProject(deps, actor, project_id, 'read');
      const queues = await annotations.listQueues(project.id, given({ ...asked, sort: sort_by }));
      const lines = queues.map((queue) => JSON.stringify(queueJson(queue, project_id)));
      return sendLines(reply, onePage(lines));
    }),
    post('/annotation_queues/stats', async ({ actor, body }) => {
      const { project_id, queue_ids } = body(STATS);
      const project = await openProject(deps, actor, project_id, 'read');
      const progress = await annotations.progress(project.id, queue_ids);
      return {
        stats: [...progress].map(([queueId, { total, states }]) => ({
          queue_id: queueId,
          total_items: total,
          completed_items: states.completed,
        })),
      };
    }),
    get('/annotation_queues/:queue', async ({ actor, params, query }) => {
      const { project_id } = query(OF_PROJECT);
      const project = await openProject(deps, actor, project_id, 'read');
      const queue = await annotations.getQueue(project.id, params['queue'] ?? '');
      return { queue: queueJson(queue, project_id) };
    }),
    put('/annotation_queues/:queue', async ({ actor, params, body }) => {
      const { project_id, name, description, scorer_refs } = body(CHANGE);
      const project = await openProject(deps, actor, project_id, 'write');
      const change = given({ name, description, scorerRefs: scorer_refs });
      const queue = await annotations.updateQueue(project.id, params['queue'] ?? '', change);
      return { queue: queueJson(queue, project_id) };
    }),
    remove('/annotation_queues/:queue', async ({ actor, params, query }) => {
      const { project_id } = query(OF_PROJECT);
      const project = await openProject(deps, actor, project_id, 'write');
      const queue = await annotations.removeQueue(project.id, params['queue'] ?? '');
      return { queue: queueJson(queue, project_id) };
    }),
    post('/annotation_queues/:queue/items', async ({ actor, params, body }) => {
      const { project_id, call_ids, display_fields } = body(ADD);
      const project = await openProject(deps, actor, project_id, 'write');
      const pages = calls.readMany(project.id, call_ids, { columns: ['id'] });
      const queued = (await Array.fromAsync(pages)).flat().map(queuedCall);
      const queue = params['queue'] ?? '';
      const outcome = await annotations.addItems(actor, project.id, queue, queued, display_fields);
      return { added_count: outcome.added, duplicates: outcome.duplicates };
    }),
    post('/annotation_queues/:queue/items/query', async ({ actor, params, body }) => {
      const { project_id, filter, include_position, limit, offset, sort_by } = body(ITEMS);
      const project = await openProject(deps, actor, project_id, 'read');
      const listing = {
        ...given({ limit, offset, sort: sort_by }),
        filter: given({
          id: filter?.id,
          callId: filter?.call_id,
          opName: filter?.call_op_name,
          traceId: filter?.call_trace_id,
          states: filter?.annotation_states,
          addedBy: filter?.added_by,
        }),
      };
      const items = await annotations.listItems(project.id, params['queue'] ?? '', listing);
      return { items: items.map((item) => itemJson(item, project_id, include_position ?? false)) };
    }),
    post('/annotation_queues/:queue/items/:item/progress', async ({ actor, params, body }) => {
      const { project_id, annotation_state } = body(PROGRESS);
      const project = await openProject(deps, actor, project_id, 'write');
      const item = await annotations.setState(
        actor,
        project.id,
        params['queue'] ?? '',
        params['item'] ?? '',
        annotation_state,
      );
      return { item: itemJson(item, project_id, true) };
    }),
  ];
}

const queueJson = (queue: AnnotationQueue, projectPath: string): object => ({
  id: queue.id,
  project_id: projectPath,
  name: queue.name,
  description: queue.description,
  scorer_refs: queue.scorerRefs,
  created_by: queue.createdBy === null ? '' : String(queue.createdBy),
  created_at: millisecondsText(queue.createdAt),
  updated_at: millisecondsText(queue.updatedAt),
  deleted_at: queue.deletedAt === null ? null : millisecondsText(queue.deletedAt),
});

const itemJson = (item: QueueItem, projectPath: string, withPosition: boolean): object => ({
  id: item.id,
  project_id: projectPath,
  queue_id: item.queueId,
  call_id: item.callId,
  call_op_name: item.opName,
  call_trace_id: item.traceId,
  call_started_at: timeText(item.startedAt),
  call_ended_at: item.endedAt === null ? null : timeText(item.endedAt),
  display_fields: item.displayFields,
  annotation_state: item.state,
  annotator_user_id: item.annotator === null ? null : String(item.annotator),
  added_by: item.addedBy === null ? null : String(item.addedBy),
  created_by: item.addedBy === null ? '' : String(item.addedBy),
  created_at: millisecondsText(item.createdAt),
  updated_at: millisecondsText(item.updatedAt),
  deleted_at: null,
  ...(withPosition && { position_in_queue: item.position }),
});
