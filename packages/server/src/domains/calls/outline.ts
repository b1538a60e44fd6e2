import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { conditionsOf } from './conditions.ts';
import { totalCost } from './costs.ts';
import { ownUsage } from './own-usage.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import { boundsOfTraces } from './trace-bounds.ts';
import type { CallOutline, CallSource, CallStatus, ModelUsage, ReadPrices } from './types.ts';
import { parseUsage } from './usage.ts';

/** Models that prices are asked for at once. */
const MAX_MODELS = 1000;

/** A call of an outline as it is read, before what it used by itself is known. */
interface OutlineNode extends Omit<CallOutline, 'model' | 'ownTokens' | 'ownCost'> {
  readonly source: CallSource;
  readonly usage: readonly ModelUsage[];
}

/** All calls of a trace without their payloads, by start. */
export async function readOutline(
  deps: { readonly columns: ColumnStore; readonly prices: ReadPrices },
  project: ProjectId,
  traceId: string,
): Promise<readonly CallOutline[]> {
  const nodes = await readNodes(deps.columns, project, traceId);
  const own = ownUsage(nodes);
  const models = new Set(nodes.flatMap(({ usage }) => usage.map(({ model }) => model)));
  const prices =
    models.size === 0 ? [] : await deps.prices(project, [...models].slice(0, MAX_MODELS));
  return nodes.map((node) => {
    const used = own.get(node.id) ?? [];
    // Field by field: a rest of an object takes several times as long, and there are tens of thousands.
    return {
      id: node.id,
      parentId: node.parentId,
      opName: node.opName,
      traceName: node.traceName,
      kind: node.kind,
      startedAt: node.startedAt,
      endedAt: node.endedAt,
      status: node.status,
      exceptionType: node.exceptionType,
      model: used[0]?.model ?? null,
      ownTokens: used.reduce((tokens, { totalTokens }) => tokens + totalTokens, 0),
      ownCost: totalCost(used, prices, node.startedAt),
    };
  });
}

async function readNodes(
  columns: ColumnStore,
  project: ProjectId,
  traceId: string,
): Promise<readonly OutlineNode[]> {
  const { statement, values, where } = conditionsOf(project, { filter: { traceIds: [traceId] } });
  const traceName = values.read({ kind: 'text', name: 'trace_name' }).sql;
  const status = values.read({ kind: 'text', name: 'status' }).sql;
  values.use('parent_id', 'op_name', 'kind', 'exception', 'usage', 'source');
  const sql = selectCalls(statement, await scopeOf(columns, project), {
    // In the order in which `readNode` reads them.
    select: {
      o_id: 'id',
      o_parent: 'parent_id',
      o_op: 'op_name',
      o_name: traceName,
      o_kind: 'kind',
      o_start: 'started_at',
      o_end: 'ended_at',
      o_status: status,
      o_exception: "JSONExtractString(exception, 'type')",
      o_source: 'source',
      o_usage: 'usage',
    },
    columns: values.columns,
    where,
    wholeWhere: await boundsOfTraces(columns, statement, project, [traceId]),
    order: [
      { sql: 'started_at', descending: false },
      { sql: 'id', descending: false },
    ],
  });
  // As bytes: JSON of so many rows takes longer to read than all else.
  return columns.takeBytes({ sql, params: statement.params }, 'RowBinary', (bytes) => {
    const reader = new RowBinaryReader(bytes);
    const nodes: OutlineNode[] = [];
    while (!reader.done) nodes.push(readNode(reader));
    return nodes;
  });
}

function readNode(reader: RowBinaryReader): OutlineNode {
  const textOrNull = (): string | null => reader.text() || null;
  return {
    id: reader.text(),
    parentId: textOrNull(),
    opName: reader.text(),
    traceName: reader.text(),
    kind: textOrNull(),
    startedAt: reader.signed64(),
    endedAt: reader.signed64() || null,
    status: reader.text() as CallStatus,
    exceptionType: textOrNull(),
    source: reader.text() as CallSource,
    usage: parseUsage(reader.text()),
  };
}
