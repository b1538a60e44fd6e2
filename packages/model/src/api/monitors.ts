import { z } from 'zod';
import { Millis } from './common.ts';
import { ScorerSpec } from './scorers.ts';

const Finite = z.number().finite();

/** What a score is held against. */
export const AlarmRule = z
  .object({
    /** The scorer, and the path into what it says: `judge.passed`. */
    key: z.string().min(1).max(1_000),
    /** What is worse. */
    direction: z.enum(['falls', 'rises']).default('falls'),
    against: z.discriminatedUnion('kind', [
      /** The mean should not be beyond it. */
      z.object({ kind: z.literal('threshold'), value: Finite }),
      /** The mean of the first calls, less what may be given up. */
      z.object({
        kind: z.literal('baseline'),
        calls: z.number().int().min(10).max(100_000),
        tolerance: Finite.min(0).default(0),
      }),
    ]),
    /** Between which values lie; 0 and 1 for yes and no. What lies outside counts as the nearer of them. */
    min: Finite.default(0),
    max: Finite.default(1),
    /** The chance that a watch ever raises a false alarm. */
    alpha: Finite.min(1e-6).max(0.5).default(0.01),
  })
  .refine(({ min, max }) => min < max, 'The least value lies below the greatest.')
  .refine(
    ({ against, min, max }) =>
      against.kind === 'baseline' || (against.value > min && against.value < max),
    'The threshold lies between the least and the greatest value.',
  );
export type AlarmRule = z.output<typeof AlarmRule>;

/** What a monitor does. */
export const MonitorSpec = z.object({
  description: z.string().max(10_000).default(''),
  /** Which calls, in the language of the list of traces; empty for all. */
  filter: z.string().max(10_000).default(''),
  /** Only the roots of traces. */
  rootsOnly: z.boolean().default(false),
  /** The share of traces whose calls are scored. */
  rate: Finite.min(0).max(1).default(1),
  scorers: z.array(ScorerSpec).min(1).max(10),
  /** Most calls and US dollars a day (UTC); null for no bound. */
  callsPerDay: z.number().int().min(1).max(1_000_000).nullable().default(1_000),
  costPerDay: Finite.min(0).nullable().default(null),
  alarms: z.array(AlarmRule).max(10).default([]),
});
export type MonitorSpec = z.output<typeof MonitorSpec>;
export type MonitorSpecInput = z.input<typeof MonitorSpec>;

/** Those of clients have as many scorers as the server can carry out. */
const StoredSpec = MonitorSpec.extend({ scorers: z.array(ScorerSpec) });

/** As a change says it; of a monitor that a client made, with all its scorers. */
export const ChangedMonitorSpec = MonitorSpec.extend({ scorers: z.array(ScorerSpec).max(1_000) });

const MonitorName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/,
    'A monitor has a name of letters, digits, _ and -, which begins with a letter.',
  );

/** `POST /api/v1/projects/{entity}/{project}/monitors`: it looks at calls from now on. */
export const MonitorInput = z.object({ name: MonitorName, spec: MonitorSpec });
export type MonitorInput = z.input<typeof MonitorInput>;

/** `PATCH …/monitors/{id}`: another version of it, or pause and go on. */
export const MonitorChange = z.object({
  spec: ChangedMonitorSpec.optional(),
  isActive: z.boolean().optional(),
});
export type MonitorChange = z.input<typeof MonitorChange>;

/** How an alarm rule stands. `gathering`: the baseline is not whole yet. */
export const WatchView = z.object({
  key: z.string(),
  rule: AlarmRule,
  state: z.enum(['gathering', 'watching', 'alarm', 'acknowledged']),
  /** Values since the watch began. */
  count: z.number(),
  mean: z.number().nullable(),
  /** The newest values, as far back as they speak for a fall; null while they do not. */
  recent: z.object({ count: z.number(), mean: z.number() }).nullable(),
  /** What the mean is held against; null while the baseline is gathered. */
  bound: z.number().nullable(),
  /** 1 at its beginning; an alarm from 1 / alpha on. */
  evidence: z.number(),
  since: Millis,
  alarmAt: Millis.nullable(),
  acknowledgedAt: Millis.nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type WatchView = z.infer<typeof WatchView>;

/** What a client's monitor says in words of its own. */
export const ClientMonitorView = z.object({
  /** Names of ops; none for all. */
  ops: z.array(z.string()),
  /** Its query as a filter, or as JSON where a filter has no words for it; null for none. */
  query: z.string().nullable(),
  /** Turns of agents are meant, beside the ops that are named or alone. */
  hasTurns: z.boolean(),
  /** Its judges are joined to one question for each model. */
  isJoined: z.boolean(),
  /**
   * Of the calls of a trace or a thread that end within so many seconds of each other, only the last is scored,
   * by itself or with all that led to it.
   */
  debounce: z
    .object({ by: z.enum(['trace', 'thread']), seconds: z.number(), hasAll: z.boolean() })
    .nullable(),
  /** What is not carried out, and why: one of its scorers, or (null) all of it. */
  problems: z.array(z.object({ scorer: z.string().nullable(), text: z.string() })),
});
export type ClientMonitorView = z.infer<typeof ClientMonitorView>;

export const MonitorView = z.object({
  id: z.number(),
  name: z.string(),
  version: z.number(),
  /** `weave:///…`, the `trigger_ref` of its feedback. */
  ref: z.string(),
  isActive: z.boolean(),
  spec: StoredSpec,
  /** Of those that clients made (`weave.Monitor`); null for those of the pages. */
  client: ClientMonitorView.nullable(),
  createdBy: z.string().nullable(),
  createdAt: Millis,
  updatedAt: Millis,
  /** Calls that ended before are not looked at. */
  since: Millis,
  counts: z.object({
    waiting: z.number(),
    scored: z.number(),
    failed: z.number(),
    overBudget: z.number(),
  }),
  /** Of this day (UTC). */
  today: z.object({ calls: z.number(), cost: z.number() }),
  watches: z.array(WatchView),
  lastScoredAt: Millis.nullable(),
});
export type MonitorView = z.infer<typeof MonitorView>;
export const MonitorList = z.object({ monitors: z.array(MonitorView) });

/** `GET …/monitors/{id}/versions`: newest first. */
export const MonitorVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number(),
      spec: StoredSpec,
      isActive: z.boolean(),
      createdBy: z.string().nullable(),
      createdAt: Millis,
    }),
  ),
});
export type MonitorVersions = z.infer<typeof MonitorVersions>;

/** `GET …/monitors/{id}/series?from=&to=&buckets=`: means by time with 95 % intervals. */
export const MonitorSeries = z.object({
  from: Millis,
  to: Millis,
  bucketMs: z.number(),
  series: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['rate', 'number']),
      points: z.array(
        z.object({
          at: Millis,
          mean: z.number(),
          low: z.number().nullable(),
          high: z.number().nullable(),
          count: z.number(),
        }),
      ),
    }),
  ),
});
export type MonitorSeries = z.infer<typeof MonitorSeries>;

export const MonitorScoreState = z.enum(['waiting', 'scored', 'failed', 'over budget', 'paused']);
export type MonitorScoreState = z.infer<typeof MonitorScoreState>;

/** `GET …/monitors/{id}/scores?state=&key=&from=&to=&before=&limit=`: newest first. */
export const MonitorScores = z.object({
  scores: z.array(
    z.object({
      id: z.number(),
      callId: z.string(),
      scorer: z.string(),
      state: MonitorScoreState,
      value: z.unknown(),
      message: z.string().nullable(),
      attempts: z.number(),
      callEndedAt: Millis,
      scoredAt: Millis.nullable(),
    }),
  ),
  nextBefore: z.number().nullable(),
});
export type MonitorScores = z.infer<typeof MonitorScores>;

/** `POST …/monitors/try`: what a monitor would say of the newest calls that it means; nothing is kept. */
export const MonitorTrialInput = z.object({
  /** It decides which traces are sampled. */
  name: z.string().max(128).default(''),
  spec: MonitorSpec,
});
export const MonitorTrial = z.object({
  /** Calls that the filter means, of the last day, up to 1000. */
  matching: z.number(),
  calls: z.array(
    z.object({
      callId: z.string(),
      name: z.string(),
      endedAt: Millis,
      isSampled: z.boolean(),
      outcomes: z.array(
        z.object({ name: z.string(), value: z.unknown(), failure: z.string().nullable() }),
      ),
    }),
  ),
});
export type MonitorTrial = z.infer<typeof MonitorTrial>;

/** `GET …/client-scores`: what clients' own scorers and guardrails said last, by scorer. */
export const ClientScores = z.object({
  scorers: z.array(
    z.object({
      name: z.string(),
      count: z.number(),
      results: z.array(
        z.object({
          feedbackId: z.string(),
          callId: z.string(),
          value: z.unknown(),
          createdAt: Millis,
          creator: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** There were more than could be looked at. */
  hasMore: z.boolean(),
});
export type ClientScores = z.infer<typeof ClientScores>;
