import type { ComparedPart as RunPart, WholeRun } from '@runloom/model';
import type { ComparedPart } from '../../components/comparison/compared-rows.ts';

/** The parts of runs that are compared, in their order. */
export function runParts(
  runs: readonly WholeRun[],
  wanted: readonly RunPart[],
): readonly ComparedPart[] {
  const parts: readonly (ComparedPart & { readonly id: RunPart })[] = [
    { id: 'about', title: 'About the run', values: runs.map(aboutOf), keepsOrder: true },
    { id: 'config', title: 'Config', values: runs.map(({ config }) => config) },
    { id: 'summary', title: 'Summary', values: runs.map(({ summary }) => summary) },
  ];
  return parts.filter(({ id }) => wanted.includes(id));
}

type Member = readonly [name: string, value: unknown];

/** What is known of a run beside its config and summary. */
function aboutOf(run: WholeRun): object {
  const about: readonly Member[] = [
    ['id', run.name],
    ['state', run.state],
    ['user', run.user],
    ['created', run.createdAt],
    ['duration', run.durationMs],
    ['tags', run.tags.join(', ') || null],
    ['notes', run.notes || null],
    ['group', run.group || null],
    ['job type', run.jobType || null],
    ['sweep', run.sweep],
    ['forked from', run.branch === null ? null : `${run.branch.run} at step ${run.branch.step}`],
    ['last step', run.lastStep],
    ['exit code', run.exitCode],
    ['host', run.host || null],
    ['program', run.program || null],
    ['command', run.command],
    ['repository', run.git?.remote || null],
    ['commit', run.git?.commit || null],
    ...ENVIRONMENT.map((name): Member => [LABELS[name] ?? name, run.environment?.[name] ?? null]),
  ];
  return Object.fromEntries(about.filter(([, value]) => value !== null && value !== undefined));
}

/** Of `wandb-metadata.json`: what tells machines apart. */
const ENVIRONMENT = ['os', 'python', 'cpu_count', 'gpu', 'gpu_count', 'cudaVersion', 'memory'];
const LABELS: Readonly<Record<string, string>> = {
  os: 'operating system',
  cpu_count: 'processor cores',
  gpu_count: 'GPUs',
  gpu: 'GPU',
  cudaVersion: 'CUDA',
};
