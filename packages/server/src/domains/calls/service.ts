import type { ColumnStore, TableInsert } from '../../stores/columns/index.ts';
import type { ProjectId, Projects } from '../projects/index.ts';
import { encodeRows } from './blocks.ts';
import { readBriefs } from './briefs.ts';
import { readCalls } from './call-rows.ts';
import { CALLS_TABLE, DELETED_VERSION, PARTS_TABLE } from './columns.ts';
import { costsOfCalls } from './costs.ts';
import { countCalls } from './counting.ts';
import { expandCalls } from './expanding.ts';
import {
  countFeedback,
  encodeFeedback,
  encodeRemoved,
  feedbackOfCalls,
  selectFeedback,
  toFeedback,
} from './feedback.ts';
import { totalFeedback } from './feedback-totals.ts';
import { findNamed } from './find-named.ts';
import { readLastUses } from './last-uses.ts';
import { idsInParts, keysOf, listKeys } from './listing.ts';
import { readOutline } from './outline.ts';
import { isRenaming, isWhole, type PartRow, toDeletedRow, toRow } from './part-row.ts';
import { withDescendants } from './removal.ts';
import { readStats } from './stats.ts';
import { bytesOfTraces } from './storage-sizes.ts';
import { createStoredPaths } from './stored-paths.ts';
import { readThreads } from './threads.ts';
import { readTraceStamps } from './trace-stamps.ts';
import type {
  Call,
  CallPart,
  CallQuery,
  Calls,
  Feedback,
  NewFeedback,
  ReadPrices,
  ReadRefs,
} from './types.ts';
import { collectCalls, settleCalls } from './upkeep.ts';
import { readUsageOf } from './usage-rollup.ts';

/** What the calls need of others. */
export interface CallsDeps {
  readonly columns: ColumnStore;
  /** Shares inserts between requests. */
  readonly committer: { append(inserts: readonly TableInsert[]): Promise<void> };
  /** Strictly growing: of two parts that name a field the later wins. */
  readonly versions: () => bigint;
  readonly projects: Pick<Projects, 'get' | 'trashedBefore'>;
  /** Follows references; absent where there are none to follow. */
  readonly readRefs?: ReadRefs;
  /** Absent where nothing has a price. */
  readonly prices?: ReadPrices;
  /** How long a first page may take to look a path up in the JSON of all calls before the path gets columns. */
  readonly slowPathMs?: number;
}

const SLOW_PATH_MS = 200;

/** The store of calls over the column engine. */
export function createCalls(deps: CallsDeps): Calls {
  const { columns, committer, versions, projects, prices = async () => [] } = deps;
  const readRefs: ReadRefs = deps.readRefs ?? (async (_project, refs) => refs.map(() => null));
  const paths = createStoredPaths(columns, deps.slowPathMs ?? SLOW_PATH_MS);
  const reader = { columns, readRefs, prices, paths };

  async function write(project: ProjectId, parts: readonly CallPart[]): Promise<void> {
    const whole: PartRow[] = [];
    const partial: PartRow[] = [];
    const places = await placesOfRenamed(project, parts);
    for (const part of parts) {
      const row = toRow(part, versions());
      const place = isRenaming(part) ? places.get(part.id) : undefined;
      if (place !== undefined) partial.push({ ...row, started_at: BigInt(place) });
      else (isWhole(part) ? whole : partial).push(row);
    }
    await committer.append([
      encodeRows(CALLS_TABLE, project, whole),
      encodeRows(PARTS_TABLE, project, partial),
    ]);
  }

  /** Where the calls stand that get a new name: the one thing that is written after a look. */
  async function placesOfRenamed(
    project: ProjectId,
    parts: readonly CallPart[],
  ): Promise<ReadonlyMap<string, string>> {
    const ids = parts.filter(isRenaming).map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const keys = await keysOf(columns, project, ids);
    return new Map(keys.map(({ id, startedAt }) => [id, startedAt]));
  }

  async function* query(project: ProjectId, asked: CallQuery): AsyncIterable<readonly Call[]> {
    for await (const { scope, keys } of listKeys(reader, project, asked, {
      readsCalls: true,
    })) {
      const found = await readCalls(columns, scope, keys, asked);
      const costs = asked.includesCosts
        ? await costsOfCalls(prices, project, found)
        : () => undefined;
      const feedback = asked.includesFeedback
        ? await feedbackOfCalls(
            columns,
            project,
            found.map(({ call }) => call.id),
          )
        : null;
      const totals = asked.includesTotalStorageSize
        ? await bytesOfTraces(columns, project, found)
        : null;
      const complete = found.map(({ call, usage, bytes }) => {
        const ofCall = costs({ call, usage });
        const ofTrace = call.parentId === null ? totals?.get(call.traceId) : undefined;
        return {
          ...call,
          ...(asked.includesStorageSize ? { storageBytes: bytes } : {}),
          ...(ofTrace === undefined ? {} : { totalStorageBytes: ofTrace }),
          ...(ofCall === undefined ? {} : { costs: ofCall }),
          ...(feedback ? { feedback: feedback.get(call.id) ?? [] } : {}),
        };
      });
      const { expandColumns = [], returnsExpanded = true } = asked;
      yield expandColumns.length > 0 && returnsExpanded
        ? await expandCalls(readRefs, project, complete, expandColumns)
        : complete;
    }
  }

  async function addFeedback(
    project: ProjectId,
    given: readonly NewFeedback[],
  ): Promise<readonly Feedback[]> {
    const feedback = given.map(toFeedback);
    await committer.append([encodeFeedback(project, feedback, versions)]);
    return feedback;
  }

  const readMany: Calls['readMany'] = async function* (project, ids, options) {
    for (const callIds of idsInParts([...new Set(ids)])) {
      yield* query(project, { ...options, filter: { callIds } });
    }
  };

  return {
    write,
    query,
    findNamed: (asked) => findNamed(columns, readMany, asked),
    count: (project, asked) => countCalls(reader, project, asked),
    async read(project, id, options) {
      const asked = { ...options, filter: { callIds: [id] }, limit: 1 };
      for await (const [call] of query(project, asked)) return call ?? null;
      return null;
    },
    readMany,
    rename: (project, id, displayName) =>
      write(project, [{ id, source: 'runloom', displayName: displayName ?? '' }]),
    async settle() {
      const settled = await settleCalls(deps, versions());
      // Behind it: what goes wrong here must not keep calls from being put together.
      await paths.keep();
      return settled;
    },
    collect: () => collectCalls({ ...deps, paths }, versions()),
    threads: (project, asked) => readThreads(columns, project, asked),
    stats: (project, asked) => readStats(reader, project, asked),
    usage: (project, asked) => readUsageOf(reader, project, asked),
    addFeedback,
    queryFeedback: (project, asked) => selectFeedback(columns, project, asked),
    totalFeedback: (project, asked) => totalFeedback(columns, project, asked),
    async replaceFeedback(project, id, given) {
      await committer.append([encodeRemoved(project, [id], versions)]);
      const [added] = await addFeedback(project, [given]);
      return added ?? toFeedback(given);
    },
    async removeFeedback(project, ids) {
      const count = await countFeedback(columns, project, ids);
      await committer.append([encodeRemoved(project, ids, versions)]);
      return count;
    },
    readBriefs: (project, asked) => readBriefs({ columns, prices }, project, asked),
    traceStamps: (project, traceIds) => readTraceStamps({ columns, prices }, project, traceIds),
    lastUses: (project) => readLastUses(columns, project),
    outline: (project, traceId) => readOutline({ columns, prices }, project, traceId),
    async remove(actor, project, ids) {
      await projects.get(actor, project, 'delete');
      const gone = await withDescendants(columns, project, ids);
      const rows = gone.map(({ id, startedAt }) =>
        toDeletedRow(id, BigInt(startedAt), DELETED_VERSION),
      );
      // Parts find them by the place that they have in common.
      await committer.append([encodeRows(CALLS_TABLE, project, rows)]);
      return gone.length;
    },
  };
}
