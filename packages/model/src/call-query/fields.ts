import {
  CALL_NUMBERS,
  CALL_ROOTS,
  CALL_TEXTS,
  CALL_TIMES,
  CALL_USAGE,
  type CallField,
  CallQueryError,
  FEEDBACK_TEXTS,
  type FeedbackColumn,
  type FeedbackField,
} from './types.ts';

/** Segments of one path; what clients write stays far below. */
const MAX_SEGMENTS = 64;

const DERIVED: ReadonlyMap<string, CallField> = new Map<string, CallField>([
  ['status', { kind: 'text', name: 'status' }],
  ['trace_name', { kind: 'text', name: 'trace_name' }],
  ['display_name', { kind: 'text', name: 'display_name' }],
  ['latency_ms', { kind: 'number', name: 'latency_ms' }],
  ...CALL_USAGE.map((name): [string, CallField] => [name, { kind: 'number', name }]),
]);

/**
 * Reads the name of a field of calls: `op_name`, `inputs.a.0`, `summary.weave.status`,
 * `feedback.[wandb.runnable.Scorer].payload.output`. A dot that belongs to a key is written `\.`.
 * @throws CallQueryError
 */
export function parseCallField(name: string): CallField {
  const feedback = /^feedback\.\[([^\]]*)\](?:\.(.*))?$/s.exec(name);
  if (feedback) return feedbackOfCall(feedback[1] ?? '', feedback[2] ?? 'id');
  const segments = splitPath(name);
  const [first = '', ...path] = segments;
  const root = CALL_ROOTS.find((known) => known === first);
  if (root !== undefined) {
    if (root === 'summary' && path[0] === 'weave') {
      const derived = path.length === 2 ? DERIVED.get(path[1] ?? '') : undefined;
      if (derived) return derived;
    }
    return { kind: 'json', root, path };
  }
  if (path.length === 0) {
    const text = CALL_TEXTS.find((known) => known === first);
    if (text !== undefined) return { kind: 'text', name: text };
    const time = CALL_TIMES.find((known) => known === first);
    if (time !== undefined) return { kind: 'time', name: time };
    const number = CALL_NUMBERS.find((known) => known === first);
    if (number !== undefined) return { kind: 'number', name: number };
  }
  throw new CallQueryError(
    `Calls have no field ${JSON.stringify(name)}. There are: ${[...CALL_TEXTS, ...CALL_TIMES, ...CALL_NUMBERS].join(', ')}, summary.weave.${[...DERIVED.keys()].join(', summary.weave.')}, and paths into ${CALL_ROOTS.join(', ')} and feedback.[type].`,
  );
}

/**
 * Reads the name of a field of feedback: `feedback_type`, `payload.output.score`.
 * @throws CallQueryError
 */
export function parseFeedbackField(name: string): FeedbackField {
  const [first = '', ...path] = splitPath(name);
  if (first === 'payload') return { kind: 'json', root: 'payload', path };
  if (/^(?:scorer|span)_[a-z_]+$/.test(first)) {
    return { kind: 'json', root: 'extra', path: [first, ...path] };
  }
  if (path.length === 0) {
    const text = FEEDBACK_TEXTS.find((known) => known === first);
    if (text !== undefined) return { kind: 'text', name: text };
    if (first === 'created_at') return { kind: 'time', name: first };
  }
  throw new CallQueryError(
    `Feedback has no field ${JSON.stringify(name)}. There are: ${[...FEEDBACK_TEXTS, 'created_at'].join(', ')}, and paths into payload.`,
  );
}

function feedbackOfCall(type: string, name: string): CallField {
  if (type === '') throw new CallQueryError('feedback.[type] needs a type, or * for any.');
  const field = parseFeedbackField(name);
  const column: FeedbackColumn = field.kind === 'json' ? field.root : field.name;
  return { kind: 'feedback', type, column, path: field.kind === 'json' ? field.path : [] };
}

/** A segment as it stands in a dotted path, where {@link splitPath} finds it again. */
export const pathSegment = (name: string): string => name.replace(/[\\.]/g, '\\$&');

/** The segments of a dotted path; `\.` is a dot within one and `\\` a backslash. */
export function splitPath(name: string): string[] {
  const segments: string[] = [];
  let segment = '';
  for (let at = 0; at < name.length; at += 1) {
    const character = name[at] ?? '';
    const next = name[at + 1];
    if (character === '\\' && (next === '.' || next === '\\')) {
      segment += next;
      at += 1;
    } else if (character === '.') {
      segments.push(segment);
      segment = '';
    } else {
      segment += character;
    }
  }
  segments.push(segment);
  if (segments.length > MAX_SEGMENTS) {
    throw new CallQueryError(`A path has at most ${MAX_SEGMENTS} segments.`);
  }
  return segments;
}
