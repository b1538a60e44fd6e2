import {
  type ExactJson,
  metricDefinitionsOf,
  parseExactJson,
  type RunRowView,
  type RunView,
  toApiJson,
} from '@runloom/model';
import type { Accounts } from '../../domains/accounts/index.ts';
import { type Run, runDurationMs } from '../../domains/runs/index.ts';
import { loggedCharts, loggedMedia } from './logged-panels.ts';

export interface RunViews {
  one(run: Run): Promise<RunView>;
  many(runs: readonly Run[]): Promise<RunView[]>;
}

/** Shapes runs for the own API. */
export function createRunViews(accounts: Pick<Accounts, 'usernames'>): RunViews {
  const namesOf = (runs: readonly Run[]) =>
    accounts.usernames(runs.map(({ createdBy }) => createdBy));
  return {
    async one(run) {
      return shape(run, (await namesOf([run])).get(run.createdBy) ?? null);
    },
    async many(runs) {
      const names = await namesOf(runs);
      return runs.map((run) => shape(run, names.get(run.createdBy) ?? null));
    },
  };
}

function shape(run: Run, user: string | null): RunView {
  const summary = parseObject(run.summary);
  const config = parseObject(run.config);
  return {
    name: run.name,
    displayName: run.displayName,
    serial: run.id,
    state: run.state,
    exitCode: run.exitCode,
    user,
    createdAt: run.createdAt,
    heartbeatAt: run.heartbeatAt,
    startedAt: run.startedAt === null ? null : run.startedAt * 1000,
    durationMs: runDurationMs(run),
    tags: [...run.tags],
    notes: run.notes,
    group: run.groupName,
    jobType: run.jobType,
    sweep: run.sweepName,
    lastStep: run.lastStep,
    deadLetterCount: run.deadLetterCount,
    stopRequested: run.stopRequested,
    config: plainConfig(config),
    summary: plain(summary),
    metricDefinitions: [...metricDefinitionsOf(config)],
    branch: run.lineage?.branch ?? null,
  };
}

/** What charts need to know of a run's metrics. */
export function metricsOf(run: Run): NonNullable<RunRowView['metrics']> {
  const summary = parseObject(run.summary);
  const config = parseObject(run.config);
  return {
    definitions: [...metricDefinitionsOf(config)],
    summaryKeys: [...summary.keys()].sort(),
    media: [...loggedMedia(summary)],
    charts: [...loggedCharts(config)],
  };
}

function parseObject(text: string): Map<string, ExactJson> {
  try {
    const value = parseExactJson(text);
    return value instanceof Map ? value : new Map();
  } catch {
    // One damaged text must not hide the run, let alone the whole list.
    return new Map();
  }
}

function plain(members: Map<string, ExactJson>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of members) if (key !== '_wandb') object[key] = toApiJson(value);
  return object;
}

/** Takes the values out of the client's `{key: {value, desc}}`. */
function plainConfig(config: Map<string, ExactJson>): Record<string, unknown> {
  const values = new Map<string, ExactJson>();
  for (const [key, entry] of config) {
    const value = entry instanceof Map ? entry.get('value') : undefined;
    values.set(key, value === undefined ? entry : value);
  }
  return plain(values);
}
