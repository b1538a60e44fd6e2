import type { ExactJson } from '../exact-json.ts';

/** What a run's client told of the machine it ran on; empty and NaN where it did not. */
export interface RunMachine {
  /** As Python's `platform.platform()` has it: `Linux-6.1.0-x86_64-with-glibc2.36`. */
  readonly os: string;
  /** Version: `3.11.7`, or `CPython 3.11.7` as newer clients say it. */
  readonly python: string;
  /** Name of the first one: `NVIDIA A100-SXM4-80GB`. */
  readonly gpu: string;
  readonly gpuCount: number;
  /** Cores, not threads. */
  readonly cpuCount: number;
  readonly cuda: string;
  /** Version of the client. */
  readonly client: string;
}

/**
 * Reads what the client keeps of the machine in the config under `_wandb`: `e` holds, by writer, what
 * `wandb-metadata.json` holds too (`EnvironmentRecord` of wandb 0.31). Of several writers the first
 * that says something counts. Clients that keep no `e` tell versions alone.
 */
export function runMachine(wandb: ExactJson | undefined): RunMachine {
  const own = recordOf(wandb);
  const writers = [...recordOf(own.get('e')).values()].map(recordOf);
  const first = <T>(read: (writer: ReadonlyMap<string, ExactJson>) => T | null): T | null => {
    for (const writer of writers) {
      const value = read(writer);
      if (value !== null) return value;
    }
    return null;
  };
  const text = (name: string) => first((writer) => textOf(writer.get(name)));
  const count = (name: string) => first((writer) => countOf(writer.get(name))) ?? Number.NaN;
  return {
    os: text('os') ?? '',
    python: text('python') ?? textOf(own.get('python_version')) ?? '',
    gpu: first(gpuOf) ?? '',
    gpuCount: count('gpu_count'),
    cpuCount: count('cpu_count'),
    cuda: text('cudaVersion') ?? '',
    client: textOf(own.get('cli_version')) ?? '',
  };
}

function gpuOf(writer: ReadonlyMap<string, ExactJson>): string | null {
  const named = textOf(writer.get('gpu'));
  if (named !== null) return named;
  for (const [list, name] of [
    ['gpu_nvidia', 'name'],
    ['gpu_amd', 'series'],
  ] as const) {
    const devices = writer.get(list);
    const device = Array.isArray(devices) ? textOf(recordOf(devices[0]).get(name)) : null;
    if (device !== null) return device;
  }
  return textOf(recordOf(writer.get('apple')).get('name'));
}

const NOTHING: ReadonlyMap<string, ExactJson> = new Map();

const recordOf = (value: ExactJson | undefined): ReadonlyMap<string, ExactJson> =>
  value instanceof Map ? value : NOTHING;

const textOf = (value: ExactJson | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const countOf = (value: ExactJson | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
