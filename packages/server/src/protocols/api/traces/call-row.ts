import { type CallRowView, type ExactJson, readCallField } from '@runloom/model';
import type { Call } from '../../../domains/calls/index.ts';
import { opNameOf } from './names.ts';
import { modelsOf, totalOf } from './usage.ts';
import { previewOf, readJson, splitPath, valueAt } from './values.ts';

const PREVIEW = 240;

/** A call as a row. @param users names by id @param columns fields or paths */
export function callRow(
  call: Call,
  users: ReadonlyMap<string | null, string>,
  columns: readonly string[],
): CallRowView {
  const inputs = readJson(call.inputs);
  const output = readJson(call.output);
  return {
    ...callHead(call, users),
    inputs: previewOf(inputs, PREVIEW) ?? '',
    output: previewOf(output, PREVIEW) ?? '',
    values: columns.map((column) => previewOf(columnOf(call, column), PREVIEW)),
  };
}

/** What rows and pages of a call share. */
export function callHead(call: Call, users: ReadonlyMap<string | null, string>) {
  const total = totalOf(modelsOf(call));
  return {
    id: call.id,
    traceId: call.traceId,
    parentId: call.parentId,
    name: call.traceName,
    op: opNameOf(call.opName),
    status: call.status,
    startedAt: call.startedAt / 1_000,
    // Clients of Weave are told whole milliseconds; pages tell the same of a call wherever it stands.
    latencyMs: call.endedAt === null ? null : (call.endedAt - call.startedAt) / 1000,
    tokens: total.tokens,
    cost: total.cost,
    user: users.get(call.userId) ?? null,
    thread: call.threadId,
    error: errorOf(call.exception),
  };
}

/** The type and message of an exception: clients of Python send JSON, others a plain text. */
export function errorOf(exception: string | null): string | null {
  if (exception === null) return null;
  const value = exception.startsWith('{') ? readJson(exception) : exception;
  if (!(value instanceof Map)) return previewOf(exception, PREVIEW);
  const [type, message] = [value.get('type'), value.get('message')];
  const parts = [type, message].filter((part) => typeof part === 'string' && part !== '');
  return previewOf(parts.length === 0 ? exception : parts.join(': '), PREVIEW);
}

/** The value of a column: of what every call has, or at a path into its JSON. */
export function columnOf(call: Call, column: string): ExactJson | undefined {
  const path = readCallField(column)?.path ?? column;
  const own = OWN[path];
  if (own !== undefined) return own(call);
  const [root = '', ...rest] = splitPath(path);
  switch (root) {
    case 'inputs':
    case 'output':
    case 'attributes':
    case 'summary':
      return valueAt(readJson(call[root]), rest);
    default:
      return undefined;
  }
}

/** Microseconds as a time that every program reads. */
export const isoTime = (at: number | null): string | null =>
  at === null ? null : new Date(at / 1_000).toISOString();

const OWN: Readonly<Record<string, ((call: Call) => ExactJson) | undefined>> = {
  id: ({ id }) => id,
  trace_id: ({ traceId }) => traceId,
  parent_id: ({ parentId }) => parentId,
  thread_id: ({ threadId }) => threadId,
  turn_id: ({ turnId }) => turnId,
  op_name: ({ opName }) => opNameOf(opName),
  started_at: ({ startedAt }) => isoTime(startedAt),
  ended_at: ({ endedAt }) => isoTime(endedAt),
  exception: ({ exception }) => errorOf(exception),
  wb_user_id: ({ userId }) => userId,
  wb_run_id: ({ wbRunId }) => wbRunId,
  wb_run_step: ({ wbRunStep }) => wbRunStep,
  'summary.weave.status': ({ status }) => status,
  'summary.weave.latency_ms': ({ latencyMs }) => latencyMs,
  'summary.weave.trace_name': ({ traceName }) => traceName,
  'summary.weave.total_tokens': (call) => totalOf(modelsOf(call)).tokens,
  'summary.weave.input_tokens': (call) => totalOf(modelsOf(call)).inputTokens,
  'summary.weave.output_tokens': (call) => totalOf(modelsOf(call)).outputTokens,
  'summary.weave.total_cost': (call) => totalOf(modelsOf(call)).cost,
};
