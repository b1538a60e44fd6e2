import type { CallFilterField, CallFilterKind, FilterFields } from './types.ts';

const KNOWN: readonly (readonly [name: string, path: string, kind: CallFilterKind])[] = [
  ['name', 'summary.weave.trace_name', 'text'],
  ['status', 'summary.weave.status', 'text'],
  ['started', 'started_at', 'time'],
  ['ended', 'ended_at', 'time'],
  ['latency', 'summary.weave.latency_ms', 'duration'],
  ['op', 'op_name', 'op'],
  ['user', 'wb_user_id', 'user'],
  ['error', 'exception', 'text'],
  ['id', 'id', 'text'],
  ['trace', 'trace_id', 'text'],
  ['parent', 'parent_id', 'text'],
  ['thread', 'thread_id', 'text'],
  ['turn', 'turn_id', 'text'],
  ['run', 'wb_run_id', 'text'],
  ['step', 'wb_run_step', 'number'],
];

/** Names of what every call has, for suggestions. */
export const CALL_FIELD_NAMES: readonly string[] = KNOWN.map(([name]) => name);

export const CALL_STATUSES = ['success', 'error', 'running', 'descendant_error'] as const;

/** Parts of a call whose insides can be named by a path, such as `inputs.messages.0.content`. */
const ROOTS = /^(?:inputs|output|attributes|summary|feedback)(?:\.|$)/;

/** The field that a name or a path stands for; null when there is none. */
export function readCallField(name: string): CallFilterField | null {
  const folded = name.toLowerCase();
  const known = KNOWN.find(([own, path]) => own === folded || path === name);
  if (known !== undefined) return { name: known[0], path: known[1], kind: known[2] };
  return ROOTS.test(name) && !name.endsWith('.') ? { name, path: name, kind: 'value' } : null;
}

/** Fields of calls. */
export const CALL_FIELDS: FilterFields = {
  read: readCallField,
  hint: 'There are name, status, latency, started, op, user and paths such as inputs.model.',
};
