import { createHash } from 'node:crypto';
import {
  type RUN_ATTRIBUTES,
  type RunMachine,
  type RunValue,
  readRunConfig,
  summaryValues,
  tagSetText,
} from '@runloom/model';
import { runDurationMs } from '../duration.ts';
import { encodeText } from '../text.ts';
import type { Run } from '../types.ts';
import { KIND, type PathSource, type RunValueTable } from './tables.ts';

/** Longer keys don't fit into an index (PostgreSQL's rows of an index end at 2,700 bytes). */
const MAX_KEY_BYTES = 512;
const PREFIX_CHARACTERS = 96;

/**
 * A text as indexes hold it: itself as far as it is short, else its beginning and its digest. Equal
 * texts have equal keys and others don't; long texts with the same beginning are in no order.
 */
export function indexKey(text: string): string {
  const encoded = encodeText(text);
  if (encoded.length * 3 <= MAX_KEY_BYTES || Buffer.byteLength(encoded) <= MAX_KEY_BYTES) {
    return encoded;
  }
  const digest = createHash('sha256').update(encoded).digest('hex');
  return `${[...encoded.slice(0, 2 * PREFIX_CHARACTERS)].slice(0, PREFIX_CHARACTERS).join('')}…${digest}`;
}

/** One row of `run_values`, with the path that its `path_id` stands for. */
export interface StoredValue extends Pick<RunValueTable, 'kind' | 'number' | 'text' | 'long_text'> {
  readonly source: PathSource;
  readonly path: string;
}

/** Everything of a run that filters and orders find by the index. */
export function storedValues(run: Run, username: string | null): readonly StoredValue[] {
  const values: StoredValue[] = [];
  const add = (source: PathSource, path: string, value: RunValue): void => {
    values.push({ source, path: indexKey(path), ...columnsOf(value) });
  };
  const config = readRunConfig(run.config);
  for (const [path, value] of config.values) add('c', path, value);
  for (const [path, value] of summaryValues(run.summary)) add('s', path, value);
  for (const tag of run.tags) add('t', tag, { kind: 'text', text: tag });
  for (const [name, text] of Object.entries(indexedTexts(run, username, config.machine))) {
    if (text !== '') add('r', name, { kind: 'text', text });
  }
  for (const name of ['gpuCount', 'cpuCount'] as const) {
    const number = config.machine[name];
    if (!Number.isNaN(number)) add('r', name, { kind: 'number', number });
  }
  add('r', 'duration', { kind: 'number', number: runDurationMs(run) / 1000 });
  return uniqueByPath(values);
}

/** Attributes that are columns of `runs` with an index of their own. */
export const COLUMN_ATTRIBUTES = {
  name: 'name',
  state: 'state',
  createdAt: 'created_at',
  heartbeatAt: 'heartbeat_at',
  updatedAt: 'updated_at',
} as const satisfies Partial<Record<keyof typeof RUN_ATTRIBUTES, string>>;

type IndexedText = Exclude<
  keyof typeof RUN_ATTRIBUTES,
  keyof typeof COLUMN_ATTRIBUTES | 'duration' | 'project' | 'gpuCount' | 'cpuCount'
>;

function indexedTexts(
  run: Run,
  username: string | null,
  { os, python, gpu, cuda, client }: RunMachine,
): Record<IndexedText, string> {
  return {
    displayName: run.displayName,
    group: run.groupName,
    jobType: run.jobType,
    sweep: run.sweepName ?? '',
    user: username ?? '',
    host: run.host,
    commit: run.commit,
    program: run.program,
    notes: run.notes,
    description: run.description,
    repository: run.repo,
    os,
    python,
    gpu,
    cuda,
    client,
    tagSet: tagSetText(run.tags),
  };
}

function columnsOf(value: RunValue): Omit<StoredValue, 'source' | 'path'> {
  const kind = KIND[value.kind];
  if (value.kind === 'number') {
    // −0 is 0, as comparisons have it; PostgreSQL would show two distinct keys.
    const number = value.number === 0 ? 0 : value.number;
    return { kind, number, text: '', long_text: value.exact ?? null };
  }
  if (value.kind !== 'text') return { kind, number: 0, text: '', long_text: null };
  const encoded = encodeText(value.text);
  const key = indexKey(value.text);
  return { kind, number: 0, text: key, long_text: key === encoded ? null : encoded };
}

/** Paths that became the same by their encoding are one. */
function uniqueByPath(values: readonly StoredValue[]): readonly StoredValue[] {
  const unique = new Map(values.map((value) => [`${value.source}${value.path}`, value]));
  return unique.size === values.length ? values : [...unique.values()];
}
