import {
  type ExactJson,
  type PanelGrouping,
  parseExactJson,
  parseRunField,
  type RunField,
  RunFilterError,
  type RunMachine,
  readRunConfig,
  tagSetText,
  toApiJson,
} from '@runloom/model';
import { invalid } from '../../../platform/errors.ts';
import { type Run, runDurationMs } from '../../runs/index.ts';
import type { PanelRuns } from '../types.ts';

/** Runs that make one line together, and what they have in common. */
export interface RunGroup {
  readonly label: string;
  readonly values: readonly { readonly field: string; readonly value: unknown }[];
  readonly runs: readonly Run[];
}

/** What is said of runs beside what they hold themselves. */
type RunNames = Pick<PanelRuns, 'userOf' | 'projectOf' | 'nameOf'>;

/**
 * Puts the runs into groups, in the order in which their first run came.
 * @throws RunloomError('invalid') for a field that runs don't have
 */
export function groupRuns(
  runs: readonly Run[],
  grouping: PanelGrouping,
  names: RunNames,
): readonly RunGroup[] {
  switch (grouping.kind) {
    case 'sets': {
      const byName = new Map(runs.map((run) => [names.nameOf(run), run]));
      return grouping.sets.map(({ label, runs: members }) => ({
        label,
        values: [],
        runs: [...new Set(members)].flatMap((name) => byName.get(name) ?? []),
      }));
    }
    case 'by': {
      const fields = grouping.fields.map((name) => ({ name, field: readField(name) }));
      const rows = runs.map((run) => {
        const leaves = readLeaves(run);
        return { run, values: fields.map(({ field }) => fieldValue(run, field, leaves, names)) };
      });
      return collect(rows, grouping.fields);
    }
    case 'allBut': {
      const ignored = grouping.fields.map(readConfigPath);
      const configs = runs.map((run) => ({ run, leaves: configLeaves(run, ignored) }));
      const paths = differing(configs.map(({ leaves }) => leaves));
      const rows = configs.map(({ run, leaves }) => ({
        run,
        values: paths.map((path) => leaves.get(path) ?? null),
      }));
      return collect(
        rows,
        paths.map((path) => `config.${path}`),
      );
    }
  }
}

function readField(name: string): RunField {
  try {
    return parseRunField(name);
  } catch (error) {
    if (error instanceof RunFilterError) throw invalid(error.message);
    throw error;
  }
}

function readConfigPath(name: string): string {
  const field = readField(name);
  if (field.kind === 'config') return field.path;
  throw invalid(
    `Runs are grouped by all of their config but some fields, and ${JSON.stringify(name)} is none of the config. Write config.<path>.`,
  );
}

/** Values are compared by their JSON, which is the same for the same value. */
function collect(
  rows: readonly { readonly run: Run; readonly values: readonly (ExactJson | null)[] }[],
  fields: readonly string[],
): RunGroup[] {
  const found = Map.groupBy(rows, ({ values }) => JSON.stringify(values.map(toApiJson)));
  return [...found].map(([identity, members]) => {
    const values = (JSON.parse(identity) as unknown[]).map((value, at) => ({
      field: fields[at] ?? '',
      value,
    }));
    return { label: labelOf(values), values, runs: members.map(({ run }) => run) };
  });
}

function labelOf(values: RunGroup['values']): string {
  if (values.length === 0) return 'all runs';
  const texts = values.map(({ field, value }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${field.replace(/^config\./, '')}: ${value === null ? 'none' : text}`;
  });
  return texts.join(', ').slice(0, 1000);
}

interface Leaves {
  readonly config: () => ReadonlyMap<string, ExactJson>;
  readonly summary: () => ReadonlyMap<string, ExactJson>;
  readonly machine: () => RunMachine;
}

function readLeaves(run: Run): Leaves {
  let config: ReadonlyMap<string, ExactJson> | undefined;
  let summary: ReadonlyMap<string, ExactJson> | undefined;
  let machine: RunMachine | undefined;
  return {
    config: () => (config ??= flatten(withoutWrappers(membersOf(run.config)), false)),
    summary: () => (summary ??= flatten(membersOf(run.summary), false)),
    machine: () => (machine ??= readRunConfig(run.config).machine),
  };
}

function fieldValue(run: Run, field: RunField, leaves: Leaves, names: RunNames): ExactJson | null {
  switch (field.kind) {
    case 'tags':
      return [...new Set(run.tags)].sort();
    case 'config':
      return leaves.config().get(field.path) ?? null;
    case 'summary':
      return leaves.summary().get(field.path) ?? null;
    case 'attribute': {
      const value = attributeOf(run, field.name, names, leaves.machine);
      return value === '' ? null : value;
    }
  }
}

function attributeOf(
  run: Run,
  name: Extract<RunField, { kind: 'attribute' }>['name'],
  { userOf, projectOf }: RunNames,
  machine: () => RunMachine,
): string | number | null {
  switch (name) {
    case 'group':
      return run.groupName;
    case 'sweep':
      return run.sweepName;
    case 'user':
      return userOf(run);
    case 'project':
      return projectOf(run);
    case 'duration':
      return runDurationMs(run) / 1000;
    case 'repository':
      return run.repo;
    case 'tagSet':
      return tagSetText(run.tags);
    case 'os':
    case 'python':
    case 'gpu':
    case 'gpuCount':
    case 'cpuCount':
    case 'cuda':
    case 'client': {
      const value = machine()[name];
      return Number.isNaN(value) ? null : value;
    }
    default:
      return run[name];
  }
}

/** The client's own part of the config says nothing of the experiment. */
function configLeaves(run: Run, ignored: readonly string[]): ReadonlyMap<string, ExactJson> {
  const members = withoutWrappers(membersOf(run.config));
  members.delete('_wandb');
  const isIgnored = (path: string): boolean =>
    ignored.some((one) => path === one || path.startsWith(`${one}.`));
  return new Map([...flatten(members, true)].filter(([path]) => !isIgnored(path)));
}

/** Paths that not all have, or not with one value, sorted. */
function differing(all: readonly ReadonlyMap<string, ExactJson>[]): string[] {
  const texts = all.map(
    (leaves) =>
      new Map([...leaves].map(([path, value]) => [path, JSON.stringify(toApiJson(value))])),
  );
  const paths = new Set(texts.flatMap((leaves) => [...leaves.keys()]));
  return [...paths].filter((path) => new Set(texts.map((one) => one.get(path))).size > 1).sort();
}

function membersOf(text: string): Map<string, ExactJson> {
  try {
    const value = parseExactJson(text);
    return value instanceof Map ? new Map(value) : new Map();
  } catch {
    // One damaged text must not keep the other runs from being drawn.
    return new Map();
  }
}

/** The client writes `{lr: {value: 0.1}}`. */
function withoutWrappers(members: ReadonlyMap<string, ExactJson>): Map<string, ExactJson> {
  return new Map(
    [...members].map(([key, entry]) => {
      const inner = entry instanceof Map ? entry.get('value') : undefined;
      return [key, inner === undefined ? entry : inner];
    }),
  );
}

/** Values by dotted path. @param onlyLeaves leaves out objects that hold others */
function flatten(
  members: ReadonlyMap<string, ExactJson>,
  onlyLeaves: boolean,
): ReadonlyMap<string, ExactJson> {
  const found = new Map<string, ExactJson>();
  const add = (path: string, value: ExactJson): void => {
    if (!(value instanceof Map)) {
      found.set(path, value);
      return;
    }
    if (!onlyLeaves || value.size === 0) found.set(path, value);
    for (const [key, member] of value) add(`${path}.${key}`, member);
  };
  for (const [key, value] of members) add(key, value);
  return found;
}
