import {
  parseExactJson,
  parseRunFilter,
  parseRunOrder,
  type RunFilter,
  RunFilterError,
  type RunOrder,
  RunState,
  stringifyExact,
} from '@runloom/model';
import type { Project } from '../../../domains/projects/index.ts';
import { runDurationMs, type UpsertRunInput } from '../../../domains/runs/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { branchPointOf, findParent } from './branching.ts';
import { pageSize } from './connection.ts';
import { getUser, type Resolver, type RunSource } from './context.ts';
import { encodeGlobalId } from './global-id.ts';
import { mayWrite } from './projects.ts';
import { readRunId } from './run-lifecycle.ts';

type Maybe<T> = T | null | undefined;

interface UpsertBucketArgs {
  readonly input: {
    readonly id?: Maybe<string>;
    readonly name?: Maybe<string>;
    readonly groupName?: Maybe<string>;
    readonly modelName?: Maybe<string>;
    readonly entityName?: Maybe<string>;
    readonly description?: Maybe<string>;
    readonly displayName?: Maybe<string>;
    readonly notes?: Maybe<string>;
    readonly config?: Maybe<string>;
    readonly commit?: Maybe<string>;
    readonly host?: Maybe<string>;
    readonly jobProgram?: Maybe<string>;
    readonly jobRepo?: Maybe<string>;
    readonly jobType?: Maybe<string>;
    readonly state?: Maybe<string>;
    readonly sweep?: Maybe<string>;
    readonly tags?: Maybe<readonly string[]>;
    readonly summaryMetrics?: Maybe<string>;
    readonly clientMutationId?: Maybe<string>;
  };
}

interface RunsArgs {
  readonly filters?: Maybe<string>;
  readonly order?: Maybe<string>;
  readonly after?: Maybe<string>;
  readonly first?: Maybe<number>;
  readonly before?: Maybe<string>;
  readonly last?: Maybe<number>;
}

const PAGE = 50;
/** The largest `Int` of GraphQL. */
const MAX_INT = 2 ** 31 - 1;

const upsertBucket: Resolver<unknown, UpsertBucketArgs> = async (_root, { input }, context) => {
  const { deps, actor } = context;
  const wanted = { ...readUpsert(input), shared: context.isSharedWriter };
  const branch = branchPointOf(input.config);
  const parent = branch && (await findParent(context, wanted, branch));
  const { run: upserted, project, inserted } = await deps.runs.upsert(actor, wanted);
  const run = branch && parent ? await deps.ingest.fork(upserted, parent, branch.step) : upserted;
  deps.live.publish({ kind: 'run', projectId: project.id, run });
  const bucket: RunSource = { run, project };
  return { bucket, inserted, clientMutationId: input.clientMutationId };
};

function readUpsert(input: UpsertBucketArgs['input']): UpsertRunInput {
  return {
    ...input,
    id: input.id ? readRunId(input.id) : null,
    projectName: input.modelName,
    program: input.jobProgram,
    repo: input.jobRepo,
    sweepName: input.sweep,
    summary: input.summaryMetrics,
    state: input.state ? readState(input.state) : null,
  } as UpsertRunInput;
}

function readState(state: string): RunState {
  const known = RunState.safeParse(state);
  if (known.success) return known.data;
  throw invalid(
    `${JSON.stringify(state)} is not a state of runs. There are: ${RunState.options.join(', ')}.`,
  );
}

const findRun: Resolver<Project, { name: string }> = async (project, { name }, { deps }) => {
  const run = await deps.runs.findIn(project, name);
  return run === null ? null : ({ run, project } satisfies RunSource);
};

const runs: Resolver<Project, RunsArgs> = async (project, args, { deps }) => {
  const filter = readFilter(args.filters);
  const isBackward = typeof args.last === 'number';
  const page = await deps.runs.list(project, {
    ...(isBackward
      ? { last: pageSize(args.last, PAGE), before: args.before || null }
      : { first: pageSize(args.first, PAGE), after: args.after || null }),
    order: readOrder(args.order),
    filter,
  });
  const edges = page.runs.map((run, index) => ({
    node: { run, project },
    cursor: page.cursors[index] ?? '',
  }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: page.nextCursor !== null,
      hasPreviousPage: page.hasPrevious,
    },
    // Counted only when it is asked for.
    totalCount: () => deps.runs.count([project], filter),
  };
};

const runCount: Resolver<Project, { filters?: Maybe<string> }> = (project, { filters }, { deps }) =>
  deps.runs.count([project], readFilter(filters));

function readFilter(filters: Maybe<string>): RunFilter {
  return readable(() => parseRunFilter(filters));
}

/** Oldest first unless told. */
function readOrder(order: Maybe<string>): RunOrder {
  return readable(() => parseRunOrder(order || '+created_at'));
}

function readable<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RunFilterError) throw invalid(error.message);
    throw error;
  }
}

/** The client takes an empty text for a value that was set. */
const orNull = (text: string): string | null => (text === '' ? null : text);

const runFields: Record<string, Resolver<RunSource, { keys?: Maybe<readonly string[]> }>> = {
  id: ({ run }) => encodeGlobalId('Run', run.id),
  name: ({ run }) => run.name,
  displayName: ({ run }) => run.displayName,
  description: ({ run }) => orNull(run.description),
  notes: ({ run }) => orNull(run.notes),
  tags: ({ run }) => run.tags,
  state: ({ run }) => run.state,
  group: ({ run }) => orNull(run.groupName),
  groupName: ({ run }) => orNull(run.groupName),
  jobType: ({ run }) => orNull(run.jobType),
  commit: ({ run }) => orNull(run.commit),
  host: ({ run }) => orNull(run.host),
  readOnly: async ({ project }, _args, context) => !(await mayWrite(project, context)),
  createdAt: ({ run }) => run.createdAt,
  heartbeatAt: ({ run }) => run.heartbeatAt,
  updatedAt: ({ run }) => run.updatedAt,
  computeSeconds: ({ run }) => Math.min(Math.floor(runDurationMs(run) / 1000), MAX_INT),
  config: ({ run }) => run.config,
  wandbConfig: ({ run }, { keys }) => selectWandbConfig(run.config, keys),
  summaryMetrics: ({ run }) => run.summary,
  systemMetrics: ({ run }) => run.eventsTail ?? '{}',
  sweepName: ({ run }) => run.sweepName,
  // The client can't read a run whose user is null.
  user: async ({ run }, _args, context) =>
    (run.createdBy === null ? null : await getUser(context, run.createdBy)) ?? { id: null },
  project: ({ project }) => project,
  // Numeric, unlike all other ids: the client makes an integer of it.
  projectId: ({ project }) => String(project.id),
  historyLineCount: ({ run }) => run.historyLineCount,
  logLineCount: ({ run }) => run.logLineCount,
  eventsLineCount: ({ run }) => run.eventsLineCount,
  historyTail: ({ run }) => tailList(run.historyTail),
  eventsTail: ({ run }) => tailList(run.eventsTail),
  exitcode: ({ run }) => run.exitCode,
  shouldStop: ({ run }) => run.stopRequested,
  stopped: ({ run }) => run.stopRequested,
  running: ({ run }) => run.state === 'running' || run.state === 'preempting',
  failed: ({ run }) => run.state === 'failed' || run.state === 'crashed',
};

/** A list of row texts, itself as text. */
const tailList = (tail: string | null): string => JSON.stringify(tail === null ? [] : [tail]);

/** The client's own part of the config (`_wandb.value`), or some keys of it. */
function selectWandbConfig(config: string, keys: Maybe<readonly string[]>): string {
  const whole = parseExactJson(config);
  const wandb = whole instanceof Map ? whole.get('_wandb') : undefined;
  const inner = wandb instanceof Map ? (wandb.get('value') ?? wandb) : undefined;
  if (!(inner instanceof Map)) return '{}';
  if (!keys) return stringifyExact(inner);
  return stringifyExact(new Map([...inner].filter(([key]) => keys.includes(key))));
}

export const runResolvers = {
  Mutation: { upsertBucket },
  Project: { run: findRun, bucket: findRun, runs, runCount },
  Run: runFields,
};
