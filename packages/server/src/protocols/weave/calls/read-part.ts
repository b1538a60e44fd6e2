import { MAX_JSON_DEPTH, memberTexts } from '@runloom/model';
import type { CallPart } from '../../../domains/calls/index.ts';
import { SchemaError } from '../errors.ts';
import { readTime } from '../times.ts';

/** A part of a call, and the project that it names itself. */
export interface SentPart {
  readonly projectPath: string;
  readonly part: CallPart;
}

/** What clients make ids of is far below. */
const MAX_ID = 512;
const MAX_TEXT = 64 * 1024;

type Building = { -readonly [Field in keyof CallPart]: CallPart[Field] };

/** Reads one field of a call's text into the part. The value is a JSON text that is not `null`. */
type ReadField = (part: Building, value: string, name: string) => void;

const text =
  (field: TextField, max = MAX_TEXT): ReadField =>
  (part, value, name) => {
    part[field] = readString(value, name, max);
  };
type TextField =
  | 'id'
  | 'traceId'
  | 'parentId'
  | 'opName'
  | 'displayName'
  | 'threadId'
  | 'turnId'
  | 'exception'
  | 'wbRunId';

const time =
  (field: 'startedAt' | 'endedAt'): ReadField =>
  (part, value, name) => {
    part[field] = readTime(JSON.parse(value), name);
  };

const step =
  (field: 'wbRunStep' | 'wbRunStepEnd'): ReadField =>
  (part, value, name) => {
    const number = JSON.parse(value) as unknown;
    if (typeof number !== 'number') throw new SchemaError(`${name} is a whole number.`, name);
    if (Number.isSafeInteger(number)) part[field] = number;
  };

const object =
  (field: 'attributes' | 'inputs' | 'summary' | 'otelDump'): ReadField =>
  (part, value, name) => {
    if (value.charCodeAt(0) !== 123) throw new SchemaError(`${name} is an object.`, name);
    checkDepth(value, name);
    part[field] = value;
  };

const COMMON = {
  id: text('id', MAX_ID),
  project_id: () => {},
} satisfies Record<string, ReadField>;

const START: ReadonlyMap<string, ReadField> = new Map<string, ReadField>([
  ...Object.entries(COMMON),
  ['trace_id', text('traceId', MAX_ID)],
  ['parent_id', text('parentId', MAX_ID)],
  ['op_name', text('opName')],
  ['display_name', text('displayName')],
  ['started_at', time('startedAt')],
  ['thread_id', text('threadId', MAX_ID)],
  ['turn_id', text('turnId', MAX_ID)],
  ['attributes', object('attributes')],
  ['inputs', object('inputs')],
  ['otel_dump', object('otelDump')],
  ['wb_run_id', text('wbRunId')],
  ['wb_run_step', step('wbRunStep')],
]);

const END: ReadonlyMap<string, ReadField> = new Map<string, ReadField>([
  ...Object.entries(COMMON),
  ['ended_at', time('endedAt')],
  ['display_name', text('displayName')],
  ['exception', text('exception', Number.POSITIVE_INFINITY)],
  ['summary', object('summary')],
  ['wb_run_step_end', step('wbRunStepEnd')],
]);

const COMPLETE: ReadonlyMap<string, ReadField> = new Map([...START, ...END]);

/**
 * Reads the start of a call. Without an id it gets one, without a trace it is one.
 * @throws SchemaError
 */
export function readStart(json: string, makeId: () => string): SentPart {
  const { projectPath, part } = readFields(json, START);
  need(part, ['opName', 'startedAt']);
  const id = part.id === '' ? makeId() : part.id;
  const whole = { attributes: '{}', inputs: '{}', parentId: null, traceId: id, ...part, id };
  return { projectPath, part: whole };
}

/** Reads the end of a call. @throws SchemaError */
export function readEnd(json: string): SentPart {
  const { projectPath, part } = readFields(json, END);
  needId(part);
  need(part, ['endedAt']);
  return { projectPath, part: { summary: '{}', output: 'null', ...part } };
}

/** Reads a call that has ended. @throws SchemaError */
export function readComplete(json: string): SentPart {
  const { projectPath, part } = readFields(json, COMPLETE);
  needId(part);
  need(part, ['opName', 'startedAt', 'endedAt', 'traceId']);
  const nothing = { attributes: '{}', inputs: '{}', summary: '{}', output: 'null', parentId: null };
  return { projectPath, part: { ...nothing, ...part } };
}

/** Start and end in one, as if the call had come as a whole. */
export function joinParts(start: CallPart, end: CallPart): CallPart {
  return { ...start, ...end };
}

function readFields(
  json: string,
  fields: ReadonlyMap<string, ReadField>,
): { projectPath: string; part: Building } {
  if (json.charCodeAt(0) !== 123) throw new SchemaError('A call is an object.', 'call');
  const part: Building = { id: '', source: 'weave' };
  let projectPath = '';
  for (const [name, value] of memberTexts(json)) {
    if (name === 'project_id') projectPath = readString(value, name, MAX_TEXT);
    // Null is the output of many a function.
    else if (name === 'output' && (fields === END || fields === COMPLETE)) {
      checkDepth(value, name);
      part.output = value;
    } else if (value !== 'null') fields.get(name)?.(part, value, name);
  }
  if (projectPath === '') throw new SchemaError('project_id is missing.', 'project_id');
  return { projectPath, part };
}

const WIRE_NAMES = {
  opName: 'op_name',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  traceId: 'trace_id',
} as const;

function need(part: CallPart, fields: readonly (keyof typeof WIRE_NAMES)[]): void {
  for (const field of fields) {
    const name = WIRE_NAMES[field];
    if (part[field] === undefined || part[field] === '') {
      throw new SchemaError(`${name} is missing.`, name);
    }
  }
}

function needId(part: CallPart): void {
  if (part.id === '') throw new SchemaError('id is missing.', 'id');
}

function readString(value: string, name: string, max: number): string {
  const found: unknown = JSON.parse(value);
  if (typeof found !== 'string') throw new SchemaError(`${name} is a text.`, name);
  if (found.length > max) {
    throw new SchemaError(`${name} has at most ${max} characters, not ${found.length}.`, name);
  }
  // Half of a surrogate pair can't be stored.
  return found.toWellFormed();
}

/** Deeper values could not be read back by anyone. */
function checkDepth(value: string, name: string): void {
  let depth = 0;
  // Strings are passed over by the cheapest look: only a value with many brackets is counted at all.
  if (countBrackets(value) <= MAX_JSON_DEPTH) return;
  let inString = false;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) {
        throw new SchemaError(`${name} is nested deeper than ${MAX_JSON_DEPTH} levels.`, name);
      }
    } else if (code === 125 || code === 93) depth -= 1;
  }
}

/** Opening brackets, up to one more than the deepest value that is taken could need. */
function countBrackets(value: string): number {
  let count = 0;
  for (const bracket of ['{', '[']) {
    let at = value.indexOf(bracket);
    while (at >= 0 && count <= MAX_JSON_DEPTH) {
      count += 1;
      at = value.indexOf(bracket, at + 1);
    }
  }
  return count;
}
