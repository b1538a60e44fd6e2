import { memberText } from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { CallColumn } from './columns.ts';
import { totalCost } from './costs.ts';
import { jsonAtPath } from './json-path.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import { Statement } from './statement.ts';
import type { BriefPart, BriefQuery, CallBrief, JsonText, ReadPrices } from './types.ts';
import { parseUsage } from './usage.ts';

interface BriefRow extends Readonly<Record<`v_${number}` | `w_${number}`, string>> {
  readonly b_id: string;
  readonly b_parent: string;
  readonly b_op: string;
  readonly b_start: string;
  readonly b_end: string;
  readonly b_failed: string;
  readonly b_usage: string;
}

/**
 * Reads calls below others with no more of their payloads than is asked for: one statement, whatever
 * their number. The engine takes values out of JSON that it can read; of other JSON (bare NaN, integers
 * of many digits) the whole comes, and is taken apart here.
 */
export async function readBriefs(
  deps: { readonly columns: ColumnStore; readonly prices: ReadPrices },
  project: ProjectId,
  { traceIds, parentIds, isTwoBelow, parts }: BriefQuery,
): Promise<readonly CallBrief[]> {
  if (parentIds.length === 0) return [];
  const statement = new Statement();
  const scope = await scopeOf(deps.columns, project);
  const inTraces = statement.among('trace_id', traceIds);
  const below = statement.among('parent_id', parentIds);
  const children = selectCalls(statement, scope, {
    select: { child_id: 'id' },
    columns: new Set<CallColumn>(['id', 'trace_id', 'parent_id']),
    where: [inTraces, below],
  });
  const columns = new Set<CallColumn>([
    'trace_id',
    'parent_id',
    'op_name',
    'ended_at',
    'failed',
    'usage',
  ]);
  const select: Record<string, string> = {
    b_id: 'id',
    b_parent: 'parent_id',
    b_op: 'op_name',
    b_start: 'started_at',
    b_end: 'ended_at',
    b_failed: 'failed',
    b_usage: 'usage',
  };
  parts.forEach(({ root, path, as }, at) => {
    const plain = `${root}_plain` as CallColumn;
    columns.add(root).add(plain);
    const json = path.length === 0 ? root : jsonAtPath(statement, root, path);
    select[`v_${at}`] = `if(${plain} = '', ${shortened(json, as)}, '')`;
    select[`w_${at}`] = `if(${plain} = '', '', ${root})`;
  });
  const sql = selectCalls(statement, scope, {
    select,
    columns,
    where: [inTraces, isTwoBelow ? `parent_id IN (${children})` : below],
    order: [
      { sql: 'started_at', descending: false },
      { sql: 'id', descending: false },
    ],
  });
  const rows = await deps.columns.query<BriefRow>({ sql, params: statement.params });
  const used = rows.map(({ b_usage }) => parseUsage(b_usage));
  const models = new Set(used.flatMap((usage) => usage.map(({ model }) => model)));
  const prices = models.size === 0 ? [] : await deps.prices(project, [...models]);
  return rows.map((row, at) => {
    const usage = used[at] ?? [];
    const startedAt = Number(row.b_start);
    return {
      id: row.b_id,
      parentId: row.b_parent,
      opName: row.b_op,
      startedAt,
      endedAt: row.b_end === '0' ? null : Number(row.b_end),
      isFailed: row.b_failed === '1',
      tokens: usage.length === 0 ? null : usage.reduce((sum, one) => sum + one.totalTokens, 0),
      cost: totalCost(usage, prices, startedAt),
      parts: parts.map((part, index) => partOf(part, row[`v_${index}`], row[`w_${index}`])),
    };
  });
}

/** What of a JSON is sent: `left` takes a beginning in characters, never half of one. */
function shortened(json: string, as: BriefPart['as']): string {
  if (as === 'whole') return json;
  if ('upTo' in as) return `if(length(${json}) <= ${as.upTo}, ${json}, '')`;
  return `leftUTF8(${json}, ${as.beginning})`;
}

function partOf(
  { path, as }: BriefPart,
  value: string | undefined,
  whole: string | undefined,
): JsonText | null {
  if (!whole) return value || null;
  let found: string | null = whole;
  for (const segment of path) found = found === null ? null : memberText(found, segment);
  if (found === null || as === 'whole') return found;
  if ('upTo' in as) return found.length <= as.upTo ? found : null;
  return found.slice(0, as.beginning);
}
