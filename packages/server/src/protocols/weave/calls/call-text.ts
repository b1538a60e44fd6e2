import { memberTexts, objectText } from '@runloom/model';
import type { Call, CallCost, Feedback } from '../../../domains/calls/index.ts';
import { feedbackText } from '../feedback-text.ts';
import { timeText } from '../times.ts';

/** What else an answer says of calls. */
export interface CallTextOptions {
  /** `entity/project`, as the request named it. */
  readonly projectPath: string;
  /** Names of users by id, where they were asked for. */
  readonly usernames?: ReadonlyMap<string, string>;
}

const string = (value: string): string => JSON.stringify(value.toWellFormed());
const orNull = (value: string | null): string => (value === null ? 'null' : string(value));
const time = (micros: number | null): string =>
  micros === null ? 'null' : string(timeText(micros));

/**
 * A call as clients read it: its JSON texts as they were sent, numbers in their form, with what the
 * server knows of it in `summary.weave`.
 */
export function callText(call: Call, options: CallTextOptions): string {
  const { usernames } = options;
  const members = [
    `"id":${string(call.id)}`,
    `"project_id":${string(options.projectPath)}`,
    `"op_name":${string(call.opName)}`,
    `"display_name":${orNull(call.displayName)}`,
    `"trace_id":${string(call.traceId)}`,
    `"parent_id":${orNull(call.parentId)}`,
    `"thread_id":${orNull(call.threadId)}`,
    `"turn_id":${orNull(call.turnId)}`,
    `"started_at":${time(call.startedAt)}`,
    `"ended_at":${time(call.endedAt)}`,
    `"attributes":${attributesText(call)}`,
    `"inputs":${call.inputs || '{}'}`,
    `"output":${call.output || 'null'}`,
    `"summary":${summaryText(call)}`,
    `"exception":${orNull(call.exception)}`,
    `"wb_user_id":${orNull(call.userId)}`,
    `"wb_run_id":${orNull(call.wbRunId)}`,
    `"wb_run_step":${String(call.wbRunStep)}`,
    `"wb_run_step_end":${String(call.wbRunStepEnd)}`,
    `"deleted_at":${time(call.deletedAt)}`,
  ];
  if (usernames !== undefined) {
    members.push(`"wb_username":${orNull(usernames.get(call.userId ?? '') ?? null)}`);
  }
  if (call.storageBytes !== undefined) members.push(`"storage_size_bytes":${call.storageBytes}`);
  if (call.totalStorageBytes !== undefined) {
    members.push(`"total_storage_size_bytes":${call.totalStorageBytes}`);
  }
  return `{${members.join(',')}}`;
}

/** The span that a call was made of stands among the attributes, as in Weave. */
function attributesText({ attributes, otelDump }: Call): string {
  if (otelDump === null || otelDump === '') return attributes || '{}';
  return objectText([...memberTexts(attributes), ['otel_span', otelDump]]);
}

/** What a client says of the names that the server makes is never believed; its other names stay. */
function summaryText(call: Call): string {
  const made = weaveMembers(call);
  const summary = call.summary || '{}';
  const members: string[] = [];
  for (const [name, value] of memberTexts(summary)) {
    if (name === 'weave') {
      for (const [key, inner] of memberTexts(value)) if (!made.has(key)) made.set(key, inner);
    } else members.push(`${string(name)}:${value}`);
  }
  const weave = [...made].map(([key, value]) => `${string(key)}:${value}`).join(',');
  return `{${[...members, `"weave":{${weave}}`].join(',')}}`;
}

function weaveMembers(call: Call): Map<string, string> {
  const made = new Map([
    ['status', string(call.status)],
    ['trace_name', string(call.traceName)],
  ]);
  if (call.latencyMs !== null) made.set('latency_ms', String(call.latencyMs));
  if (call.displayName) made.set('display_name', string(call.displayName));
  if (call.costs !== undefined) made.set('costs', costsText(call.costs));
  if (call.feedback !== undefined) made.set('feedback', feedbackList(call.feedback));
  return made;
}

function feedbackList(feedback: readonly Feedback[]): string {
  return `[${feedback.map((row) => feedbackText(row)).join(',')}]`;
}

/** Costs by model, in Weave's words. */
export function costsText(costs: Readonly<Record<string, CallCost>>): string {
  const members = Object.entries(costs).map(
    ([model, cost]) => `${string(model)}:${JSON.stringify(costJson(cost))}`,
  );
  return `{${members.join(',')}}`;
}

function costJson(cost: CallCost): Record<string, unknown> {
  const { price } = cost;
  return {
    prompt_tokens: cost.promptTokens,
    completion_tokens: cost.completionTokens,
    cache_read_input_tokens: cost.cacheReadTokens,
    cache_creation_input_tokens: cost.cacheCreationTokens,
    requests: cost.requests,
    total_tokens: cost.totalTokens,
    prompt_tokens_total_cost: cost.promptCost,
    completion_tokens_total_cost: cost.completionCost,
    cache_read_input_tokens_total_cost: cost.cacheReadCost,
    cache_creation_input_tokens_total_cost: cost.cacheCreationCost,
    prompt_token_cost: price.promptCost,
    completion_token_cost: price.completionCost,
    cache_read_input_token_cost: price.cacheReadCost,
    cache_creation_input_token_cost: price.cacheCreationCost,
    prompt_token_cost_unit: 'USD',
    completion_token_cost_unit: 'USD',
    effective_date: timeText(price.effectiveAt),
    provider_id: price.providerId,
    pricing_level: price.level,
    pricing_level_id: price.level,
    created_at: timeText(price.createdAt),
    created_by: price.createdBy ?? '',
  };
}
