import type { Call } from '../calls/index.ts';
import type { JsonText } from './types.ts';

/** A call as clients know it, for references into it. */
export function callText(call: Call): JsonText {
  const members: readonly (readonly [string, JsonText])[] = [
    ['id', JSON.stringify(call.id)],
    ['trace_id', JSON.stringify(call.traceId)],
    ['parent_id', JSON.stringify(call.parentId)],
    ['op_name', JSON.stringify(call.opName)],
    ['display_name', JSON.stringify(call.displayName)],
    ['started_at', timeText(call.startedAt)],
    ['ended_at', call.endedAt === null ? 'null' : timeText(call.endedAt)],
    ['thread_id', JSON.stringify(call.threadId)],
    ['turn_id', JSON.stringify(call.turnId)],
    ['attributes', call.attributes],
    ['inputs', call.inputs],
    ['output', call.output ?? 'null'],
    ['summary', call.summary],
    ['exception', JSON.stringify(call.exception)],
    ['wb_run_id', JSON.stringify(call.wbRunId)],
    ['wb_run_step', JSON.stringify(call.wbRunStep)],
  ];
  return `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** To the microsecond, in UTC. */
function timeText(microseconds: number): JsonText {
  const milliseconds = Math.floor(microseconds / 1_000);
  const rest = String(microseconds - milliseconds * 1_000).padStart(3, '0');
  return `"${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z"`;
}
