import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import {
  type ColumnStore,
  createGroupCommitter,
  openColumnStore,
} from '../../stores/columns/index.ts';
import type { UserActor } from '../accounts/index.ts';
import type { Project, ProjectId } from '../projects/index.ts';
import { type CallsDeps, createCalls } from './service.ts';
import type { Call, CallPart, CallQuery, Calls, ModelPrice, ReadRefs } from './types.ts';

/** Calls over a real engine. */
export interface CallsRoom {
  readonly columns: ColumnStore;
  readonly calls: Calls;
  readonly actor: UserActor;
  /** Calls over the same columns that know nothing yet of what others made of them. */
  open(options: Pick<CallsDeps, 'slowPathMs'>): Calls;
  /** A project of its own, for one test. */
  newProject(): ProjectId;
  /** Lets the time pass after which parts are put together and removed, and does so. */
  settle(): Promise<number>;
  /** Moves a project to the trash, and lets the time pass after which it goes for good. */
  trash(project: ProjectId): void;
  list(project: ProjectId, query?: CallQuery): Promise<Call[]>;
  ids(project: ProjectId, query?: CallQuery): Promise<string[]>;
}

/**
 * A room for all tests of a file, closed after them: on the embedded engine, or in a database of its
 * own on the ClickHouse that `TEST_CLICKHOUSE_URL` names.
 */
export async function useCallsRoom({
  prices = [],
  readRefs,
}: {
  readonly prices?: readonly ModelPrice[];
  readonly readRefs?: ReadRefs;
} = {}): Promise<CallsRoom> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-calls-'));
  const server = process.env['TEST_CLICKHOUSE_URL'];
  const columns = await openColumnStore(
    server === undefined
      ? { kind: 'embedded', directory: join(directory, 'columns') }
      : { kind: 'remote', url: await createDatabase(server) },
  );
  afterAll(async () => {
    await columns.close();
    await rm(directory, { recursive: true, force: true });
  });
  let version = 1_700_000_000_000_000n;
  let projectCount = 0;
  const trashed = new Set<ProjectId>();
  const open: CallsRoom['open'] = (options) =>
    createCalls({
      columns,
      committer: createGroupCommitter(columns),
      versions: () => {
        version += 1n;
        return version;
      },
      prices: async (_project, models) =>
        prices.filter(({ model }) => models === 'all' || models.includes(model)),
      ...(readRefs ? { readRefs } : {}),
      projects: {
        get: async (_actor, id) => ({ id }) as Project,
        trashedBefore: async (_moment, ids) => ids.filter((id) => trashed.has(id)),
      },
      ...options,
    });
  const calls = open({});
  const list = async (project: ProjectId, query: CallQuery = {}): Promise<Call[]> => {
    const found: Call[] = [];
    for await (const page of calls.query(project, query)) found.push(...page);
    return found;
  };
  return {
    columns,
    calls,
    open,
    actor: { kind: 'user' } as UserActor,
    newProject() {
      projectCount += 1;
      return projectCount as ProjectId;
    },
    async settle() {
      version += 120_000_000n;
      return calls.settle();
    },
    trash: (project) => void trashed.add(project),
    list,
    ids: async (project, query) => (await list(project, query)).map(({ id }) => id),
  };
}

async function createDatabase(server: string): Promise<string> {
  const name = `calls_${randomUUID().replaceAll('-', '')}`;
  const answer = await fetch(server, { method: 'POST', body: `CREATE DATABASE ${name}` });
  if (!answer.ok) throw new Error(await answer.text());
  return new URL(name, server).href;
}

/** The start of the first call, microseconds. */
export const START = 1_750_000_000_000_000;

/** A price of a model from a moment on; answers cost double. */
export const priceOf = (model: string, promptCost: number, effectiveAt = 0): ModelPrice => ({
  id: `${model} ${effectiveAt}`,
  level: 'project',
  providerId: 'default',
  model,
  effectiveAt,
  promptCost,
  completionCost: 2 * promptCost,
  cacheReadCost: 0,
  cacheCreationCost: 0,
  createdAt: effectiveAt,
  createdBy: null,
});

/** A call with all that a client of Weave says of one. */
export const wholeCall = (id: string, more: Partial<CallPart> = {}): CallPart => ({
  id,
  source: 'weave',
  traceId: `trace-${id}`,
  parentId: null,
  opName: 'weave:///team/project/op/answer:abc',
  displayName: null,
  startedAt: START,
  endedAt: START + 2_500_000,
  attributes: '{}',
  inputs: '{}',
  output: 'null',
  summary: '{}',
  exception: null,
  ...more,
});

/** What is known of a call as it begins. */
export const startOf = ({ endedAt, output, summary, exception, ...start }: CallPart): CallPart =>
  start;

/** What is known of a call only when it ends. */
export const endOf = ({ id, source, endedAt, output, summary, exception }: CallPart): CallPart => ({
  id,
  source,
  ...(endedAt === undefined ? {} : { endedAt }),
  ...(output === undefined ? {} : { output }),
  ...(summary === undefined ? {} : { summary }),
  ...(exception === undefined ? {} : { exception }),
});
