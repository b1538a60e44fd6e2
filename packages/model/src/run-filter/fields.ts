import { RUN_ATTRIBUTES, type RunAttribute, type RunField, RunFilterError } from './types.ts';

/** Other spellings of attributes, as clients and their documentation use them. */
const SPELLINGS: ReadonlyMap<string, RunAttribute> = new Map<string, RunAttribute>([
  ...(Object.keys(RUN_ATTRIBUTES) as RunAttribute[]).map((name) => [name, name] as const),
  ['display_name', 'displayName'],
  ['groupName', 'group'],
  ['group_name', 'group'],
  ['job_type', 'jobType'],
  ['sweepName', 'sweep'],
  ['sweep_name', 'sweep'],
  ['username', 'user'],
  ['user.username', 'user'],
  ['user.name', 'user'],
  ['created_at', 'createdAt'],
  ['heartbeat_at', 'heartbeatAt'],
  ['updated_at', 'updatedAt'],
  ['git.commit', 'commit'],
  ['git.remote', 'repository'],
  ['repo', 'repository'],
  ['gpu_count', 'gpuCount'],
  ['cpu_count', 'cpuCount'],
  ['cudaVersion', 'cuda'],
  ['cuda_version', 'cuda'],
  ['cli_version', 'client'],
  ['tag_set', 'tagSet'],
]);

/** Clients read a run's machine as `run.metadata["gpu"]` and as `runInfo { gpu }`. */
const METADATA = /^(?:metadata|run_?[iI]nfo)\./;

const PREFIXES: readonly (readonly [prefix: string, kind: 'config' | 'summary'])[] = [
  ['config.', 'config'],
  ['summary_metrics.', 'summary'],
  ['summaryMetrics.', 'summary'],
  ['summary.', 'summary'],
];

/**
 * The field that a text names: an attribute in any of its spellings (`metadata.gpu` for one), `tags`,
 * `config.<path>`, `config.<path>.value` or `summary_metrics.<path>`.
 * @throws RunFilterError
 */
export function parseRunField(text: string): RunField {
  if (text === 'tags') return { kind: 'tags' };
  const attribute = SPELLINGS.get(text.replace(METADATA, ''));
  if (attribute !== undefined) return { kind: 'attribute', name: attribute };
  for (const [prefix, kind] of PREFIXES) {
    if (!text.startsWith(prefix) || text.length === prefix.length) continue;
    const path = text.slice(prefix.length);
    return { kind, path: kind === 'config' ? withoutWrapper(path) : path };
  }
  const known = [...Object.keys(RUN_ATTRIBUTES), 'tags', 'config.<path>', 'summary_metrics.<path>'];
  throw new RunFilterError(
    `Runs have no field ${JSON.stringify(text)}. There are: ${known.join(', ')}.`,
  );
}

/** The client writes `{lr: {value: 0.1}}`, so that `lr.value`, `opt.value.lr` and `opt.lr.value` may be said. */
function withoutWrapper(path: string): string {
  const segments = path.split('.');
  if (segments.length < 2) return path;
  if (segments[1] === 'value') segments.splice(1, 1);
  else if (segments.at(-1) === 'value') segments.pop();
  return segments.join('.');
}

/** The field in words for messages. */
export function describeField(field: RunField): string {
  if (field.kind === 'tags') return 'tags';
  if (field.kind === 'attribute') return field.name;
  return field.kind === 'config' ? `config.${field.path}` : `summary_metrics.${field.path}`;
}
