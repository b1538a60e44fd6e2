import {
  type ExactJson,
  encodedDefinitionsOf,
  mergeEncodedDefinitions,
  parseExactJson,
  stringifyExact,
} from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import { stateAfter } from './state.ts';
import { normalizeTags } from './text.ts';
import type { Run, RunProgress, UpsertRunInput } from './types.ts';

/** The fields of a run that differ after something happened to it. */
export type RunChange = Partial<Run>;

/** What an upsert changes on a run that exists: only what is given and differs; never its state, except that a pending run may start. */
export function changeByUpsert(run: Run, input: UpsertRunInput): RunChange {
  const wanted: RunChange = {
    ...givenTexts(input),
    ...(input.shared && input.config ? { config: joinConfigs(run.config, input.config) } : {}),
    ...(input.tags ? { tags: normalizeTags(input.tags) } : {}),
    ...(run.state === 'pending' && input.state === 'running' ? { state: input.state } : {}),
  };
  return differing(run, wanted);
}

/** Members of both, those of `sent` first; what the client keeps for itself is joined one level deeper. */
function joinConfigs(known: string, sent: string): string {
  const before = parseExactJson(known);
  const after = parseExactJson(sent);
  if (!(before instanceof Map) || !(after instanceof Map)) return sent;
  const joined = new Map([...before, ...after]);
  const own = new Map([...ownPartOf(before), ...ownPartOf(after)]);
  const environments = [before, after].map((config) => ownPartOf(config).get('e'));
  if (environments.every((one) => one instanceof Map)) {
    own.set('e', new Map(environments.flatMap((one) => [...one])));
  }
  const definitions = mergeEncodedDefinitions(
    encodedDefinitionsOf(before),
    encodedDefinitionsOf(after),
  );
  own.set('m', [...definitions]);
  return stringifyExact(joined.set('_wandb', new Map([['value', own]])));
}

function ownPartOf(config: Map<string, ExactJson>): Map<string, ExactJson> {
  const wandb = config.get('_wandb');
  const value = wandb instanceof Map ? wandb.get('value') : undefined;
  return value instanceof Map ? value : new Map();
}

const TEXTS = [
  'description',
  'notes',
  'groupName',
  'jobType',
  'program',
  'repo',
  'commit',
  'host',
  'sweepName',
  'config',
  'summary',
] as const;

/** The texts that an upsert gives; an empty display name counts as not given. */
export function givenTexts(input: UpsertRunInput): RunChange {
  const given: Record<string, string> = {};
  for (const field of TEXTS) {
    const value = input[field];
    if (value !== null && value !== undefined) given[field] = value;
  }
  if (input.displayName) given['displayName'] = input.displayName;
  return given;
}

/**
 * What one acknowledged chunk changes. Counts, steps and heartbeats only grow, so that chunks may
 * arrive twice or out of order; the first row seen says when the run started.
 */
export function changeByProgress(run: Run, progress: RunProgress): RunChange {
  const state = stateAfter(run.state, progress);
  const complete = progress.complete === true;
  const wanted: RunChange = {
    state,
    exitCode: exitCodeAfter(run, state, progress),
    heartbeatAt: Math.max(run.heartbeatAt, progress.heartbeatAt),
    updatedAt: Math.max(run.updatedAt, progress.heartbeatAt),
    historyLineCount: Math.max(run.historyLineCount, progress.historyLineCount ?? 0),
    eventsLineCount: Math.max(run.eventsLineCount, progress.eventsLineCount ?? 0),
    logLineCount: Math.max(run.logLineCount, progress.logLineCount ?? 0),
    historyTail: progress.historyTail ?? run.historyTail,
    eventsTail: progress.eventsTail ?? run.eventsTail,
    firstStep: bounded(Math.min, run.firstStep, progress.firstStep),
    lastStep: bounded(Math.max, run.lastStep, progress.lastStep),
    firstTime: bounded(Math.min, run.firstTime, progress.firstTime),
    lastTime: bounded(Math.max, run.lastTime, progress.lastTime),
    startedAt: run.startedAt ?? progress.startedAt ?? null,
    summary: summaryAfter(run, progress),
    hasRewrites: run.hasRewrites || progress.hasRewrites === true,
    // A stop that was asked for is done with the process that it was meant for.
    stopRequested: run.stopRequested && !complete,
  };
  return differing(run, wanted);
}

/** Each process of a shared run sends the whole of its own summary. */
function summaryAfter(run: Run, { summary, shared }: RunProgress): string {
  if (summary === undefined) return run.summary;
  if (shared !== true) return summary;
  const known = parseExactJson(run.summary);
  const sent = parseExactJson(summary);
  if (!(known instanceof Map) || !(sent instanceof Map)) return summary;
  return stringifyExact(new Map([...known, ...sent]));
}

function exitCodeAfter(run: Run, state: Run['state'], progress: RunProgress): number | null {
  if (progress.complete === true) return progress.exitCode ?? 0;
  // Should the others of a shared run fall silent without a word, this is how it ended.
  if (progress.shared === true) return run.exitCode;
  return state === run.state ? run.exitCode : null;
}

/** Moves the end of an extent outwards, as far as whole numbers are exact. */
function bounded(
  choose: (known: number, seen: number) => number,
  known: number | null,
  seen: number | undefined,
): number | null {
  if (seen === undefined || Number.isNaN(seen)) return known;
  const safe = Math.min(Math.max(seen, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  return known === null ? safe : choose(known, safe);
}

/** The part of `wanted` that is not so already. */
export function differing(run: Run, wanted: RunChange): RunChange {
  const changed = Object.entries(wanted).filter(([field, value]) => {
    const now = run[field as keyof Run];
    return Array.isArray(value) ? JSON.stringify(value) !== JSON.stringify(now) : value !== now;
  });
  return Object.fromEntries(changed);
}

/**
 * Checks that config and summary are JSON objects (bare NaN and infinities allowed).
 * @throws RunloomError('invalid')
 */
export function checkJson(input: UpsertRunInput): void {
  for (const field of ['config', 'summary'] as const) {
    const text = input[field];
    if (text === null || text === undefined) continue;
    const problem = problemOfObject(text);
    if (problem !== null) throw invalid(`The ${field} of a run must be a JSON object: ${problem}.`);
  }
}

function problemOfObject(text: string): string | null {
  try {
    return parseExactJson(text) instanceof Map ? null : 'it is another kind of value';
  } catch (error) {
    return error instanceof SyntaxError ? error.message : String(error);
  }
}

/**
 * Checks the id that a client chose for a run: it is one segment of addresses.
 * @throws RunloomError('invalid')
 */
export function checkRunName(name: string): void {
  const problem = problemOfRunName(name);
  if (problem !== null)
    throw invalid(`${JSON.stringify(name)} can't be the id of a run: ${problem}.`);
}

const MAX_NAME_LENGTH = 512;

function problemOfRunName(name: string): string | null {
  if (name.trim() === '') return 'it is empty';
  if (name.trim() !== name) return 'it starts or ends with a space';
  if (name.length > MAX_NAME_LENGTH) return `it is longer than ${MAX_NAME_LENGTH} characters`;
  if (name === '.' || name === '..') return 'it means a folder';
  if (UNADDRESSABLE.test(name) || !name.isWellFormed()) {
    return 'it holds a slash, a backslash or a control character';
  }
  return null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNADDRESSABLE = /[/\\\u0000-\u001f\u007f]/;
