import type { ColumnStore, TableInsert } from '../../stores/columns/index.ts';
import type { ProjectId, Projects } from '../projects/index.ts';
import { encodeRows } from './blocks.ts';
import { readCalls } from './call-rows.ts';
import { CALLS_TABLE, DELETED_VERSION, PARTS_TABLE } from './columns.ts';
import { costsOfCalls } from './costs.ts';
import { countCalls } from './counting.ts';
import { listKeys } from './listing.ts';
import { readOutline } from './outline.ts';
import { isWhole, type PartRow, toDeletedRow, toRow } from './part-row.ts';
import { withDescendants } from './removal.ts';
import type { Call, CallPart, CallQuery, Calls, ReadPrices } from './types.ts';

/** What the calls need of others. */
export interface CallsDeps {
  readonly columns: ColumnStore;
  /** Shares inserts between requests. */
  readonly committer: { append(inserts: readonly TableInsert[]): Promise<void> };
  /** Strictly growing: of two parts that name a field the later wins. */
  readonly versions: () => bigint;
  readonly projects: Pick<Projects, 'get'>;
  /** Absent where nothing has a price. */
  readonly prices?: ReadPrices;
}

/** The store of calls over the column engine. */
export function createCalls(deps: CallsDeps): Calls {
  const { columns, committer, versions, projects, prices = async () => [] } = deps;

  async function write(project: ProjectId, parts: readonly CallPart[]): Promise<void> {
    const whole: PartRow[] = [];
    const partial: PartRow[] = [];
    for (const part of parts) {
      (isWhole(part) ? whole : partial).push(toRow(part, versions()));
    }
    await committer.append([
      encodeRows(CALLS_TABLE, project, whole),
      encodeRows(PARTS_TABLE, project, partial),
    ]);
  }

  async function* query(project: ProjectId, asked: CallQuery): AsyncIterable<readonly Call[]> {
    for await (const keys of listKeys(columns, project, asked)) {
      const found = await readCalls(columns, project, keys, asked.columns);
      const costs = asked.includesCosts
        ? await costsOfCalls(prices, project, found)
        : () => undefined;
      yield found.map(({ call, usage, bytes }) => {
        const ofCall = costs({ call, usage });
        return {
          ...call,
          ...(asked.includesStorageSize ? { storageBytes: bytes } : {}),
          ...(ofCall === undefined ? {} : { costs: ofCall }),
        };
      });
    }
  }

  return {
    write,
    query,
    count: (project, asked) => countCalls(columns, project, asked),
    async read(project, id, options) {
      const asked = { ...options, filter: { callIds: [id] }, limit: 1 };
      for await (const [call] of query(project, asked)) return call ?? null;
      return null;
    },
    outline: (project, traceId) => readOutline({ columns, prices }, project, traceId),
    async remove(actor, project, ids) {
      await projects.get(actor, project, 'write');
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
