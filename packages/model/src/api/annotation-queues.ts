import { z } from 'zod';
import { CallSelection } from './calls.ts';
import { Millis } from './common.ts';
import { DatasetImportMode } from './datasets.ts';

const Name = z.string().min(1).max(128);
const JudgedValue = z.union([z.string(), z.number(), z.boolean()]);

/** What may be said in a field. */
export const FieldKind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('boolean') }),
  z.object({ kind: z.literal('choice'), choices: z.array(z.string().min(1)).min(2).max(100) }),
  /** Whole numbers, in an order: a rating. */
  z.object({
    kind: z.literal('integer'),
    minimum: z.number().int().nullable(),
    maximum: z.number().int().nullable(),
  }),
  z.object({
    kind: z.literal('number'),
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
  }),
  z.object({ kind: z.literal('text'), maxLength: z.number().int().positive().nullable() }),
]);
export type FieldKind = z.infer<typeof FieldKind>;

/** A thing that people say of a call: an `AnnotationSpec` of Weave. */
export const AnnotationFieldView = z.object({
  ref: z.string(),
  /** The name of its object, which stands in the type of feedback. */
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  value: FieldKind,
});
export type AnnotationFieldView = z.infer<typeof AnnotationFieldView>;

/** A new field, published with the queue. */
export const NewAnnotationField = z.object({
  title: z.string().trim().min(1).max(128),
  description: z.string().max(10_000).default(''),
  value: FieldKind,
});

const Settings = z.object({
  name: z.string().trim().min(1).max(256),
  /** Guidelines, as Markdown. */
  description: z.string().max(10_000),
  /** References to fields that there are, and new ones. */
  fields: z
    .array(z.union([z.object({ ref: z.string().min(1).max(2_000) }), NewAnnotationField]))
    .max(50),
  /** User names; empty for whoever may write to the project. */
  annotators: z.array(Name).max(100),
  /** How many people each call needs. */
  perItem: z.number().int().min(1).max(100),
});

/** `POST /api/v1/projects/{entity}/{project}/annotation-queues` */
export const AnnotationQueueInput = Settings.extend({
  description: Settings.shape.description.default(''),
  annotators: Settings.shape.annotators.default([]),
  perItem: Settings.shape.perItem.default(1),
});
/** `PATCH …/annotation-queues/{queue}` */
export const AnnotationQueueChange = Settings.partial();

const StateCounts = z.object({
  unstarted: z.number(),
  inProgress: z.number(),
  completed: z.number(),
  skipped: z.number(),
});

export const AnnotationQueueView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  fields: z.array(AnnotationFieldView),
  annotators: z.array(z.string()),
  perItem: z.number(),
  createdBy: z.string().nullable(),
  createdAt: Millis,
  updatedAt: Millis,
  items: z.number(),
  states: StateCounts,
  /** Who began any, by name. */
  people: z.array(z.object({ user: z.string(), states: StateCounts })),
  /** Whether the reader is asked to judge. */
  isAsked: z.boolean(),
});
export type AnnotationQueueView = z.infer<typeof AnnotationQueueView>;

/** `GET …/annotation-queues` */
export const AnnotationQueueList = z.object({ queues: z.array(AnnotationQueueView) });

/** `POST …/annotation-queues/{queue}/items`: chosen calls, or the newest of those a selection means. */
export const QueueItemsInput = z.union([
  z.object({ ids: z.array(z.string().min(1).max(512)).min(1).max(10_000) }),
  z.object({
    selection: CallSelection,
    except: z.array(z.string()).max(10_000).default([]),
    limit: z.number().int().min(1).max(10_000).default(10_000),
  }),
]);
export const QueueItemsAdded = z.object({
  added: z.number(),
  /** Already in the queue. */
  duplicates: z.number(),
  /** Of the ids given, those that are no calls. */
  unknown: z.number(),
});

export const ItemState = z.enum(['unstarted', 'in_progress', 'completed', 'skipped']);

export const AnswerView = z.object({
  field: z.string(),
  user: z.string(),
  value: JudgedValue,
  at: Millis,
});

export const QueueItemView = z.object({
  id: z.string(),
  callId: z.string(),
  op: z.string(),
  startedAt: Millis,
  /** From 1. */
  position: z.number(),
  state: ItemState,
  /** How far the reader is. */
  ownState: ItemState,
  /** What the reader said, by field. */
  own: z.record(z.string(), JudgedValue),
  people: z.array(z.object({ user: z.string(), state: ItemState })),
});
export type QueueItemView = z.infer<typeof QueueItemView>;

/** `GET …/annotation-queues/{queue}/items?state=&offset=&limit=` */
export const QueueItemList = z.object({ total: z.number(), items: z.array(QueueItemView) });

/** `GET …/annotation-queues/{queue}/next`: null when nothing waits for the reader. */
export const NextItem = z.object({ item: QueueItemView.nullable() });

/** `PUT …/annotation-queues/{queue}/items/{item}/answers`: by field; null takes an answer back. */
export const AnswersInput = z.object({
  values: z.record(Name, JudgedValue.nullable()),
  state: ItemState.exclude(['unstarted']),
});

const Interval = z.tuple([z.number(), z.number()]).nullable();

/** How much those who judged the same calls agree, by field. */
export const FieldAgreement = z.object({
  field: z.string(),
  /** What kind of distance counts between two values; null for texts, of which only the sameness is known. */
  scale: z.enum(['nominal', 'ordinal', 'interval']).nullable(),
  /** Calls that anybody judged, and calls that two or more judged. */
  judged: z.number(),
  judgedByTwo: z.number(),
  /** Of those that two or more judged: all said the same. */
  unanimous: z.number(),
  /** Krippendorff's. */
  alpha: z.number().nullable(),
  alphaInterval: Interval,
  /** Cohen's, of each two who judged something in common. */
  pairs: z.array(
    z.object({
      users: z.tuple([z.string(), z.string()]),
      calls: z.number(),
      agreement: z.number(),
      kappa: z.number().nullable(),
      interval: Interval,
    }),
  ),
});
export type FieldAgreement = z.infer<typeof FieldAgreement>;

/** A call of which people said different things, or of which somebody has decided. */
export const DisputedItem = z.object({
  itemId: z.string(),
  callId: z.string(),
  field: z.string(),
  answers: z.array(AnswerView),
  decision: AnswerView.omit({ field: true }).nullable(),
});
export type DisputedItem = z.infer<typeof DisputedItem>;

/** `GET …/annotation-queues/{queue}/agreement` */
export const AgreementView = z.object({
  fields: z.array(FieldAgreement),
  disputed: z.array(DisputedItem),
});

/** `PUT …/annotation-queues/{queue}/items/{item}/decision`: null takes it back. */
export const DecisionInput = z.object({ field: Name, value: JudgedValue.nullable() });

/** A scorer whose verdicts stand beside what people said. */
export const JudgeView = z.object({
  scorer: z.string(),
  /** Where in the scorer's output: `passed`, or '' for the output itself. */
  path: z.string(),
  field: z.string(),
  /** Calls that both judged. */
  pairs: z.number(),
  /** Calls of the project that the scorer judged, these included, and whether there are more than were read. */
  scored: z.number(),
  hasMore: z.boolean(),
  /** Of yes and no, and of choices: how often each was said. Rows are people's. */
  confusion: z
    .object({ categories: z.array(JudgedValue), counts: z.array(z.array(z.number())) })
    .nullable(),
  /** Of the pairs; null where values have distances rather than kinds. */
  agreement: z.number().nullable(),
  kappa: z.number().nullable(),
  kappaInterval: Interval,
  /** What the scorer says above people, on average; null for choices. */
  bias: z.number().nullable(),
  biasInterval: Interval,
  /** The scorer's mean over all that it judged, and that mean without the bias. */
  raw: z.number().nullable(),
  corrected: z.number().nullable(),
  correctedInterval: Interval,
});
export type JudgeView = z.infer<typeof JudgeView>;

/** `GET …/annotation-queues/{queue}/judges` */
export const JudgeList = z.object({ judges: z.array(JudgeView) });

/** `POST …/annotation-queues/{queue}/dataset`: calls of which something counts, with it, as rows. */
export const QueueDatasetInput = z.object({
  name: z.string().trim().min(1).max(128),
  mode: DatasetImportMode,
});
