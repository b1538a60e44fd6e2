import { fieldsOf, NO_STEP, NO_TOKENS, RENAMED_BIT } from './columns.ts';
import { plainJson } from './plain-json.ts';
import { refsIn } from './refs.ts';
import type { CallPart } from './types.ts';
import { readUsage } from './usage.ts';

/** What is stored of one part, each null as its stand-in. */
export interface PartRow {
  readonly id: string;
  readonly version: bigint;
  readonly fields: number;
  readonly deleted: 0 | 1;
  readonly source: string;
  readonly bytes: number;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly op_name: string;
  readonly display_name: string;
  readonly new_name: string;
  readonly started_at: bigint;
  readonly ended_at: bigint;
  readonly thread_id: string;
  readonly turn_id: string;
  readonly user_id: string;
  readonly wb_run_id: string;
  readonly wb_run_step: bigint;
  readonly wb_run_step_end: bigint;
  readonly kind: string;
  readonly failed: 0 | 1;
  readonly error_count: number;
  readonly usage: string;
  readonly total_tokens: bigint;
  readonly input_tokens: bigint;
  readonly output_tokens: bigint;
  readonly input_refs: string;
  readonly output_refs: string;
  readonly exception: string;
  readonly attributes: string;
  readonly attributes_plain: string;
  readonly summary: string;
  readonly summary_plain: string;
  readonly inputs: string;
  readonly inputs_plain: string;
  readonly output: string;
  readonly output_plain: string;
  readonly otel_dump: string;
}

const PARTS_OF_A_NAME = ['traceId', 'opName', 'startedAt', 'endedAt'] as const;

/** Whether a part says enough to be a call by itself: those are by far the most, and cheap to keep and read. */
export const isWhole = (part: CallPart): boolean =>
  PARTS_OF_A_NAME.every((field) => part[field] !== undefined);

/** A new name for a call that is there, in place of what a client says of it. */
export const isRenaming = (part: CallPart): boolean =>
  part.displayName !== undefined && part.startedAt === undefined && part.endedAt === undefined;

export function toRow(part: CallPart, version: bigint): PartRow {
  const renaming = isRenaming(part);
  const fields = renaming ? 1 << RENAMED_BIT : fieldsOf(part);
  const { attributes = '', inputs = '', summary = '', output = '', otelDump = '' } = part;
  const told = readUsage(summary);
  return {
    id: part.id,
    version,
    fields,
    deleted: 0,
    source: part.source,
    bytes: [attributes, inputs, summary, output, otelDump].reduce(
      (bytes, text) => bytes + Buffer.byteLength(text),
      0,
    ),
    trace_id: part.traceId ?? '',
    parent_id: part.parentId ?? '',
    op_name: part.opName ?? '',
    display_name: renaming ? '' : (part.displayName ?? ''),
    new_name: renaming ? (part.displayName ?? '') : '',
    started_at: toMicros(part.startedAt),
    ended_at: toMicros(part.endedAt),
    thread_id: part.threadId ?? '',
    turn_id: part.turnId ?? '',
    user_id: part.userId ?? '',
    wb_run_id: part.wbRunId ?? '',
    wb_run_step: toStep(part.wbRunStep),
    wb_run_step_end: toStep(part.wbRunStepEnd),
    kind: kindIn(attributes),
    failed: part.exception === undefined || part.exception === null ? 0 : 1,
    error_count: told.errorCount,
    usage: told.usage,
    total_tokens: toTokens(told.totalTokens),
    input_tokens: toTokens(told.inputTokens),
    output_tokens: toTokens(told.outputTokens),
    input_refs: refsIn(inputs),
    output_refs: refsIn(output),
    exception: part.exception ?? '',
    attributes,
    attributes_plain: plainJson(attributes),
    summary,
    summary_plain: plainJson(summary),
    inputs,
    inputs_plain: plainJson(inputs),
    output,
    output_plain: plainJson(output),
    otel_dump: otelDump,
  };
}

/** What takes a call away, whatever else is or will be said of it. */
export function toDeletedRow(id: string, startedAt: bigint, version: bigint): PartRow {
  return { ...toRow({ id, source: 'runloom' }, version), started_at: startedAt, deleted: 1 };
}

const toMicros = (time: number | undefined): bigint =>
  time === undefined || !Number.isFinite(time) ? 0n : BigInt(Math.round(time));

const toTokens = (tokens: number | null): bigint => (tokens === null ? NO_TOKENS : BigInt(tokens));

const toStep = (step: number | null | undefined): bigint =>
  step === undefined || step === null || !Number.isSafeInteger(step) ? NO_STEP : BigInt(step);

/** The kind as the first member, of nothing but small letters. */
const FIRST_KIND = /^\{"kind":"([a-z_]{1,64})"/;

/** What a call is (`llm`, `tool`, `agent`, …), where its client says so. */
function kindIn(attributes: string): string {
  if (!attributes.includes('"kind"')) return '';
  // As spans are kept, which are many: nothing has to be read.
  const first = FIRST_KIND.exec(attributes)?.[1];
  if (first !== undefined && !attributes.includes('"weave"')) return first;
  try {
    const { weave, kind } = JSON.parse(attributes) as {
      weave?: { kind?: unknown } | null;
      kind?: unknown;
    };
    const found = weave?.kind ?? kind;
    return typeof found === 'string' ? found.slice(0, 64) : '';
  } catch {
    return '';
  }
}
