import { memberText } from '@runloom/model';
import { RowBinaryReader } from '../../stores/columns/index.ts';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { CallColumn } from './columns.ts';
import { totalCost } from './costs.ts';
import { jsonAtPath } from './json-path.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import { Statement } from './statement.ts';
import { boundsOfTraces } from './trace-bounds.ts';
import type {
  BriefPart,
  BriefQuery,
  CallBrief,
  JsonText,
  ModelUsage,
  ReadPrices,
} from './types.ts';
import { parseUsage } from './usage.ts';

/** A call as it is read, before its usage has a price. */
type ReadBrief = Omit<CallBrief, 'tokens' | 'cost'> & { readonly usage: readonly ModelUsage[] };

/**
 * Reads calls below others with no more of their payloads than is asked for: one statement, whatever
 * their number. The engine takes values out of JSON that it can read; of other JSON (bare NaN, integers
 * of many digits) the whole comes, and is taken apart here.
 */
export async function readBriefs(
  deps: { readonly columns: ColumnStore; readonly prices: ReadPrices },
  project: ProjectId,
  query: BriefQuery,
): Promise<readonly CallBrief[]> {
  if (query.parentIds.length === 0) return [];
  const found = await readRows(deps.columns, project, query);
  const models = new Set(found.flatMap(({ usage }) => usage.map(({ model }) => model)));
  const prices = models.size === 0 ? [] : await deps.prices(project, [...models]);
  return found.map(({ usage, ...brief }) => ({
    ...brief,
    tokens: usage.length === 0 ? null : usage.reduce((sum, one) => sum + one.totalTokens, 0),
    cost: totalCost(usage, prices, brief.startedAt),
  }));
}

async function readRows(
  store: ColumnStore,
  project: ProjectId,
  { traceIds, parentIds, isTwoBelow, hasUsage, parts }: BriefQuery,
): Promise<readonly ReadBrief[]> {
  const statement = new Statement();
  const scope = await scopeOf(store, project);
  const wholeWhere = await boundsOfTraces(store, statement, project, traceIds);
  const inTraces = statement.among('trace_id', traceIds);
  const below = statement.among('parent_id', parentIds);
  const children = selectCalls(statement, scope, {
    select: { child_id: 'id' },
    columns: new Set<CallColumn>(['id', 'trace_id', 'parent_id']),
    where: [inTraces, below],
    wholeWhere,
  });
  const columns = new Set<CallColumn>(['trace_id', ...READ_COLUMNS]);
  const select: Record<string, string> = Object.fromEntries(
    READ_COLUMNS.map((column) => [`b_${column}`, `${column}`]),
  );
  if (!hasUsage) select['b_usage'] = "''";
  parts.forEach((part, at) => {
    if (part.as === 'nothing') return;
    const plain = `${part.root}_plain` as CallColumn;
    columns.add(part.root).add(plain);
    select[`v_${at}`] = `if(${plain} = '', ${partSql(statement, part)}, '')`;
    select[`w_${at}`] = `if(${plain} = '', '', ${part.root})`;
  });
  const sql = selectCalls(statement, scope, {
    select,
    columns,
    where: [inTraces, isTwoBelow ? `parent_id IN (${children})` : below],
    wholeWhere,
    order: [
      { sql: 'started_at', descending: false },
      { sql: 'id', descending: false },
    ],
  });
  return store.takeBytes({ sql, params: statement.params }, 'RowBinary', (bytes) => {
    const reader = new RowBinaryReader(bytes);
    const rows: ReadBrief[] = [];
    while (!reader.done) rows.push(readRow(reader, parts));
    return rows;
  });
}

/** In the order in which `readRow` reads them; values of parts follow. */
const READ_COLUMNS = [
  'id',
  'parent_id',
  'op_name',
  'started_at',
  'ended_at',
  'failed',
  'usage',
] as const satisfies readonly CallColumn[];

const readRow = (reader: RowBinaryReader, parts: readonly BriefPart[]): ReadBrief => ({
  id: reader.text(),
  parentId: reader.text(),
  opName: reader.text(),
  startedAt: Number(reader.int64()),
  endedAt: Number(reader.int64()) || null,
  isFailed: reader.number64() === 1,
  usage: parseUsage(reader.text()),
  parts: parts.map((part) =>
    part.as === 'nothing' ? null : partOf(part, reader.text(), reader.text()),
  ),
});

/** What of a JSON is sent: `left` takes a beginning in characters, never half of one. */
function partSql(statement: Statement, { root, path, as }: BriefPart): string {
  if (as === 'presence') return presenceSql(statement, root, path);
  const json = path.length === 0 ? root : jsonAtPath(statement, root, path);
  if (as === 'whole' || as === 'nothing') return json;
  if ('upTo' in as) return `if(length(${json}) <= ${as.upTo}, ${json}, '')`;
  return `leftUTF8(${json}, ${as.beginning})`;
}

/** A text that holds the name of a key neither letter by letter nor in escapes is not taken apart for it. */
function presenceSql(statement: Statement, root: string, path: readonly string[]): string {
  const keys = path.map((key) => statement.text(key));
  const name = statement.text(JSON.stringify(path.at(-1) ?? ''));
  const mayHold = `(position(${root}, ${name}) > 0 OR position(${root}, '\\\\u') > 0)`;
  return `if(${mayHold} AND JSONHas(${[root, ...keys].join(', ')}), '1', '')`;
}

/** A part of a text keeps all of it in memory: what is kept of trials is counted by the lengths of parts. */
function partOf(part: BriefPart, value: string, whole: string): JsonText | null {
  if (whole === '') return value || null;
  const found = partIn(part, whole);
  if (found === null || found.length === whole.length) return found;
  return Buffer.from(found, 'utf16le').toString('utf16le');
}

function partIn({ path, as }: BriefPart, whole: string): JsonText | null {
  let found: string | null = whole;
  for (const segment of path) found = found === null ? null : memberText(found, segment);
  if (found === null || as === 'whole' || as === 'nothing' || as === 'presence') return found;
  if ('upTo' in as) return found.length <= as.upTo ? found : null;
  return found.slice(0, as.beginning);
}
