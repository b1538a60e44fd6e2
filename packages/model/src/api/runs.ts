import { z } from 'zod';
import { MetricDefinition } from '../metric-definitions/index.ts';
import { Millis } from './common.ts';

export const RunState = z.enum([
  'pending',
  'running',
  'finished',
  'failed',
  'crashed',
  'killed',
  'preempting',
  'preempted',
]);
export type RunState = z.infer<typeof RunState>;

/**
 * An object of JSON values in which numbers that JSON can't hold arrive as `{"$number": "NaN"}`,
 * `{"$number": "-Infinity"}` or `{"$number": "9007199254740993"}`. With any keys, also `__proto__`,
 * which a record of zod's would leave out.
 */
const ApiJsonObject = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  .meta({ type: 'object', additionalProperties: true });

/** What every view of a run tells. */
export const RunIdentity = z.object({
  /** The client's run id; part of the address. */
  name: z.string(),
  displayName: z.string(),
  /** Grows from run to run of the server: what its colour follows from. */
  serial: z.number(),
  state: RunState,
  user: z.string().nullable(),
  createdAt: Millis,
  heartbeatAt: Millis,
  /** Milliseconds from start to the last heartbeat. */
  durationMs: z.number(),
  tags: z.array(z.string()),
  group: z.string(),
  jobType: z.string(),
  sweep: z.string().nullable(),
  lastStep: z.number().nullable(),
  stopRequested: z.boolean(),
});

export const RunView = RunIdentity.extend({
  exitCode: z.number().nullable(),
  /** Client clock of step 0, milliseconds; null before the first row. */
  startedAt: Millis.nullable(),
  notes: z.string(),
  deadLetterCount: z.number(),
  /** Values without the `{value}` wrapper and without `_wandb`. */
  config: ApiJsonObject,
  summary: ApiJsonObject,
  /** What `define_metric` said: own x axes, hidden keys; see `definitionOfKey`. */
  metricDefinitions: z.array(MetricDefinition),
  /** Where it was forked from another run, or rewound (the run is then itself). */
  branch: z.object({ run: z.string(), step: z.number() }).nullable(),
});
export type RunView = z.infer<typeof RunView>;

/**
 * `GET /api/v1/projects/{entity}/{project}/runs?filter=&order=&limit=&cursor=` (or `before=` for the
 * page before a cursor): `filter` is JSON in Mongo's grammar, `order` a field with `-` for descending;
 * newest first unless told. Runs that lack the field of the order come last.
 */
export const RunList = z.object({
  runs: z.array(RunView),
  totalCount: z.number(),
  nextCursor: z.string().nullable(),
  /** Pass as `before` for the page before this one; null at the start. */
  previousCursor: z.string().nullable(),
});
export type RunList = z.infer<typeof RunList>;

/** `GET /api/v1/runs/{entity}/{project}/{run}` */
export const RunDetail = RunView.extend({
  program: z.string(),
  host: z.string(),
  git: z.object({ remote: z.string(), commit: z.string() }).nullable(),
  /** Content of `wandb-metadata.json` once uploaded: os, python, executable, args, cpu, memory, gpu, … */
  environment: z.record(z.string(), z.unknown()).nullable(),
  /** The command as one line, ready to copy; null when unknown. */
  command: z.string().nullable(),
  historyLineCount: z.number(),
  eventsLineCount: z.number(),
  logLineCount: z.number(),
  canWrite: z.boolean(),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** `PATCH /api/v1/runs/{entity}/{project}/{run}`: an empty text clears. */
export const RunChange = z.object({
  displayName: z.string().min(1).max(512).optional(),
  notes: z.string().max(100_000).optional(),
  group: z.string().max(512).optional(),
  jobType: z.string().max(512).optional(),
  tags: z.array(z.string().min(1).max(256)).max(256).optional(),
});
export type RunChange = z.infer<typeof RunChange>;

/** `POST /api/v1/runs/{entity}/{project}/{run}/move` */
export const RunMove = z.object({ entity: z.string().min(1), project: z.string().min(1) });

/** `POST /api/v1/runs/{entity}/{project}/{run}/state` */
export const RunStateChange = z.object({ state: z.enum(['pending', 'failed']) });

/** Where a run is after it was moved. */
export const RunAddress = z.object({ entity: z.string(), project: z.string(), run: z.string() });

/** `GET /api/v1/projects/{entity}/{project}/trash`, last deleted first. */
export const TrashList = z.object({
  runs: z.array(
    z.object({
      /** Names the deleted run, since its name may be taken again. */
      id: z.number(),
      name: z.string(),
      displayName: z.string(),
      state: RunState,
      createdAt: Millis,
      deletedAt: Millis,
      /** When it is removed for good. */
      expiresAt: Millis,
    }),
  ),
});

/** `DELETE /api/v1/projects/{entity}/{project}/trash/{id}`: what was freed. */
export const Freed = z.object({
  runs: z.number(),
  files: z.number(),
  /** Bytes of contents that no other run has. */
  fileBytes: z.number(),
  /** Bytes of rows, points and lines, before compression. */
  rowBytes: z.number(),
});

/** `GET …/{run}/console?from=&limit=` · `?tail=` · `?search=&limit=`
 * (with `pattern=true` a pattern of RE2's grammar), narrowed by `level=` and `label=` */
export const ConsoleLines = z.object({
  lines: z.array(
    z.object({
      number: z.number(),
      timestampMs: z.number().nullable(),
      level: z.enum(['info', 'error']),
      label: z.string(),
      text: z.string(),
    }),
  ),
  /** Lines the run has in all. */
  totalCount: z.number(),
});
export type ConsoleLines = z.infer<typeof ConsoleLines>;
export type ConsoleLineView = ConsoleLines['lines'][number];

/** `GET …/{run}/console/labels` */
export const ConsoleLabels = z.object({
  labels: z.array(
    z.object({
      /** Empty for lines without one. */
      label: z.string(),
      lineCount: z.number(),
      /** Of these, lines from stderr. */
      errorCount: z.number(),
    }),
  ),
});

export type ConsoleLabels = z.infer<typeof ConsoleLabels>;

/** `GET …/{run}/forks`: runs of the project that go on from this one, the oldest first. */
export const RunForks = z.object({
  forks: z.array(z.object({ name: z.string(), displayName: z.string(), step: z.number() })),
});
export type RunFork = z.infer<typeof RunForks>['forks'][number];

/** `GET …/{run}/files` */
export const FileList = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      sizeBytes: z.number(),
      mimeType: z.string(),
      updatedAt: Millis,
      /** Path that serves the bytes to this browser for 15 minutes, in a sandboxed origin policy. */
      url: z.string(),
    }),
  ),
  totalCount: z.number(),
});
export type FileList = z.infer<typeof FileList>;
export type FileView = FileList['files'][number];

/** `GET …/{run}/dead-letters?limit=&cursor=`: lines that could not be read, kept as they came. */
export const DeadLetters = z.object({
  deadLetters: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      reason: z.string(),
      raw: z.string(),
      createdAt: Millis,
    }),
  ),
  /** Where the next page starts; null on the last one. Long lines end a page before its limit. */
  nextCursor: z.string().nullable(),
});
export type DeadLetters = z.infer<typeof DeadLetters>;
