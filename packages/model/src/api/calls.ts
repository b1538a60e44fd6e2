import { z } from 'zod';
import { CALL_STATUSES } from '../call-filter/index.ts';
import { Millis } from './common.ts';
import { numbers, numbersOrNulls, strings } from './long-lists.ts';

export const CallStatus = z.enum(CALL_STATUSES);
export type CallStatus = z.infer<typeof CallStatus>;

const Path = z.string().min(1).max(2_000);

/** Which calls are meant: of a list, of what stands above it, of an export, of a removal. */
export const CallSelection = z.object({
  /** As `parseCallFilter` reads it. */
  filter: z.string().max(100_000).default(''),
  /** Words anywhere in names, inputs or output. */
  text: z.string().max(1_000).default(''),
  /** Only calls that no other made. */
  rootsOnly: z.boolean().default(true),
  /** Those that began in this time, the end excluded. */
  from: Millis.optional(),
  to: Millis.optional(),
  /** The name of a run: only calls that were made in it. */
  run: z.string().min(1).max(512).optional(),
  thread: z.string().min(1).max(2_000).optional(),
  /** References (`weave:///…`) of which one stands in the inputs. */
  uses: z.array(z.string().max(2_000)).max(100).optional(),
});
export type CallSelection = z.input<typeof CallSelection>;

/** `POST /api/v1/projects/{entity}/{project}/calls/rows` */
export const CallRowsRequest = CallSelection.extend({
  /** Fields of `CALL_FIELD_NAMES` or paths; newest first unless told. */
  sort: z
    .array(z.object({ field: Path, direction: z.enum(['asc', 'desc']) }))
    .max(4)
    .default([]),
  /** Fields or paths whose values come in `values`. */
  columns: z.array(Path).max(50).default([]),
  skip: z.number().int().min(0).max(100_000_000).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type CallRowsRequest = z.input<typeof CallRowsRequest>;

/** A call as a row of a list. */
export const CallRowView = z.object({
  id: z.string(),
  traceId: z.string(),
  parentId: z.string().nullable(),
  name: z.string(),
  /** The name of the op, without its address. */
  op: z.string(),
  status: CallStatus,
  startedAt: Millis,
  latencyMs: z.number().nullable(),
  /** Of the call with all that it called; null where none was told. */
  tokens: z.number().nullable(),
  /** US dollars; null where no price is known. */
  cost: z.number().nullable(),
  user: z.string().nullable(),
  thread: z.string().nullable(),
  error: z.string().nullable(),
  /** The beginning of their JSON. */
  inputs: z.string(),
  output: z.string(),
  /** In the order of the columns; the beginning where it is long. */
  values: z.array(z.string().nullable()),
});
export type CallRowView = z.infer<typeof CallRowView>;

export const CallRows = z.object({ rows: z.array(CallRowView) });

/** `POST …/calls/count`; counted up to some million. */
export const CallCount = z.object({ count: z.number(), hasMore: z.boolean() });

/** `POST …/calls/fields`: paths that the newest of the calls have, for columns and conditions. */
export const CallFields = z.object({ fields: z.array(z.string()) });

/** `POST …/calls/remove`: chosen ones, or all that are meant. Their descendants go with them. */
export const CallRemoval = z.union([
  z.object({ ids: z.array(z.string().min(1).max(512)).min(1).max(10_000) }),
  z.object({ selection: CallSelection, except: z.array(z.string()).max(10_000).default([]) }),
]);
export type CallRemoval = z.input<typeof CallRemoval>;
export const CallsRemoved = z.object({ count: z.number() });

/** `PATCH …/calls/{call}`; an empty name gives the op's name back. */
export const CallRename = z.object({ name: z.string().max(1_024) });

/** What one model cost and took in a call and all that it called. */
export const CallModelUse = z.object({
  model: z.string(),
  requests: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheCreationTokens: z.number(),
  totalTokens: z.number(),
  /** US dollars; null where no price is known. */
  cost: z.number().nullable(),
});
export type CallModelUse = z.infer<typeof CallModelUse>;

export const FeedbackView = z.object({
  id: z.string(),
  /** `wandb.reaction.1`, `wandb.note.1`, `wandb.runnable.<scorer>`, or a name of one's own. */
  type: z.string(),
  payload: z.unknown(),
  user: z.string().nullable(),
  createdAt: Millis,
  /** The call that made it, for scores. */
  callId: z.string().nullable(),
  /** Whether the reader gave it. */
  isOwn: z.boolean(),
});
export type FeedbackView = z.infer<typeof FeedbackView>;

/** `GET …/calls/{call}`. Values are as in `/api/v1` everywhere: numbers JSON can't hold are `{"$number"}`. */
export const CallView = CallRowView.omit({ inputs: true, output: true, values: true }).extend({
  /** As it was sent: `weave:///entity/project/op/name:digest`, or a plain name. */
  opName: z.string(),
  displayName: z.string().nullable(),
  kind: z.string().nullable(),
  endedAt: Millis.nullable(),
  turn: z.string().nullable(),
  attributes: z.unknown(),
  inputs: z.unknown(),
  output: z.unknown(),
  summary: z.unknown(),
  exception: z.string().nullable(),
  models: z.array(CallModelUse),
  feedback: z.array(FeedbackView),
  /** The training run in which it was made. */
  run: z
    .object({
      entity: z.string(),
      project: z.string(),
      name: z.string(),
      step: z.number().nullable(),
      endStep: z.number().nullable(),
    })
    .nullable(),
  /** The span as it came, of those that came by OpenTelemetry. */
  span: z.unknown(),
  source: z.enum(['weave', 'otlp', 'runloom']),
  storageBytes: z.number().nullable(),
});
export type CallView = z.infer<typeof CallView>;

/**
 * `GET …/traces/{trace}/outline`: all calls of a trace by their start, without payloads. One list a
 * field, since fifty thousand objects would take a page seconds to read.
 */
export const TraceOutline = z.object({
  traceId: z.string(),
  ids: strings,
  /** Place of the parent in these lists; -1 for none, or one that did not come. */
  parents: numbers,
  /** What `names`, `ops`, `kinds` and `models` point into; -1 for none. */
  texts: strings,
  names: numbers,
  ops: numbers,
  kinds: numbers,
  models: numbers,
  /** Milliseconds since 1970, and the earliest of all starts. */
  startedAt: Millis,
  /** Milliseconds after that. */
  starts: numbers,
  /** Milliseconds that it took; null while it runs. */
  durations: numbersOrNulls,
  /** Places in `CALL_STATUSES`. */
  statuses: numbers,
  /** Own ones, without those of what it called. */
  tokens: numbers,
  costs: numbersOrNulls,
});
export type TraceOutline = z.infer<typeof TraceOutline>;

/** `POST …/calls/{call}/feedback` */
export const FeedbackInput = z.union([
  z.object({ emoji: z.string().min(1).max(64) }),
  z.object({ note: z.string().min(1).max(10_000) }),
]);
export type FeedbackInput = z.infer<typeof FeedbackInput>;

/** `POST …/calls/stats`: what a selection is like over time. Without `from` and `to`, all of its time. */
export const CallTimeline = z.object({
  from: Millis,
  to: Millis,
  bucketMs: z.number(),
  /** In the order of time; those without calls are left out. */
  buckets: z.array(
    z.object({
      at: Millis,
      calls: z.number(),
      errors: z.number(),
      /** Milliseconds, of calls that have ended. */
      medianLatency: z.number().nullable(),
      p95Latency: z.number().nullable(),
      tokens: z.number(),
      cost: z.number().nullable(),
    }),
  ),
  /** Whether tokens and cost are known for the selection: those of traces that a filter narrows are not. */
  hasUse: z.boolean(),
});
export type CallTimeline = z.infer<typeof CallTimeline>;

/** `POST …/calls/use`: tokens and cost of a selection by model, user or op, over time. */
export const CallUseRequest = CallSelection.extend({ by: z.enum(['model', 'user', 'op']) });
export type CallUseRequest = z.input<typeof CallUseRequest>;
export const CallUse = z.object({
  from: Millis,
  to: Millis,
  bucketMs: z.number(),
  /** Those that cost, then used, the most first. */
  groups: z.array(
    z.object({
      name: z.string(),
      requests: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      totalTokens: z.number(),
      /** US dollars; null where no price is known. */
      cost: z.number().nullable(),
      buckets: z.array(z.object({ at: Millis, tokens: z.number(), cost: z.number().nullable() })),
    }),
  ),
});
export type CallUse = z.infer<typeof CallUse>;

const ThreadSort = z.enum(['updated', 'started', 'turns', 'median', 'p99', 'id']);
export type ThreadSort = z.infer<typeof ThreadSort>;

/** `GET …/threads` */
export const ThreadQuery = z.object({
  sort: ThreadSort.default('updated'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  skip: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const ThreadView = z.object({
  id: z.string(),
  turnCount: z.number(),
  startedAt: Millis,
  updatedAt: Millis,
  medianTurnMs: z.number().nullable(),
  p99TurnMs: z.number().nullable(),
});
export type ThreadView = z.infer<typeof ThreadView>;
export const ThreadList = z.object({ threads: z.array(ThreadView), hasMore: z.boolean() });
