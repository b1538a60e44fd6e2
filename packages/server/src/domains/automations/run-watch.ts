import type { RunFilter } from '@runloom/model';
import type { Accounts } from '../accounts/index.ts';
import type { Metrics, Series, SeriesRequest } from '../metrics/index.ts';
import type { Project } from '../projects/index.ts';
import type { Run, RunState, Runs } from '../runs/index.ts';
import { type EventCondition, readEventFilter } from './event-filter.ts';
import type { RunProgress, WatchedRun } from './execution-store.ts';
import { type MetricFinding, watchMetric } from './metric-watch.ts';
import type { Automation, OccurredEvent } from './types.ts';

/** Of a run that goes on for long, an automation on a metric speaks at most this often. */
const QUIET_MS = 24 * 3_600_000;
/** Points read at once; a read of more is split. */
const POINTS_AT_ONCE = 100_000;

const ALIVE: readonly RunState[] = ['running', 'preempting'];

/** Key that marks samples of the machine. */
const SYSTEM_PREFIX = 'system.';

/** What a look at a run found. */
export interface Look {
  readonly progress: RunProgress;
  readonly event: OccurredEvent | null;
}

/** Where a run stands when an automation begins to watch it: what was before sets off nothing. */
export function startingPoint(run: Run, automation: Automation): RunProgress {
  const isSystem = isSystemMetric(readEventFilter(automation.eventType, automation.eventFilter));
  const at = isSystem ? seconds(run.heartbeatAt) : run.lastStep;
  return { state: run.state, at, tail: [] };
}

/** Looks at what is new of a run since the last time. Changes nothing. */
export function createRunWatch(deps: {
  runs: Pick<Runs, 'count'>;
  metrics: Pick<Metrics, 'readSeries'>;
  accounts: Pick<Accounts, 'getUser'>;
}) {
  const { runs, metrics, accounts } = deps;

  async function isMeant(run: Run, project: Project, filter: RunFilter): Promise<boolean> {
    if (filter.kind === 'and' && filter.filters.length === 0) return true;
    const thisOne: RunFilter = {
      kind: 'in',
      field: { kind: 'attribute', name: 'name' },
      values: [run.name],
    };
    return (await runs.count([project], { kind: 'and', filters: [thisOne, filter] })) > 0;
  }

  async function describe(
    automation: Pick<Automation, 'eventType'>,
    run: Run,
    project: Project,
    reason: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<OccurredEvent> {
    const author = run.createdBy === null ? null : await accounts.getUser(run.createdBy);
    const { entityName, name } = project;
    return {
      type: automation.eventType,
      projectId: project.id,
      subject: `${entityName}/${name}/runs/${run.name}`,
      reason,
      variables: {
        event_type: automation.eventType,
        event_author: author?.username ?? '',
        entity_name: entityName,
        project_name: name,
        run_id: run.name,
        run_name: run.displayName,
        run_state: run.state,
        ...variables,
      },
    };
  }

  async function lookAtState(
    automation: Automation,
    condition: Extract<EventCondition, { kind: 'state' }>,
    place: { run: Run; project: Project },
    before: WatchedRun | null,
  ): Promise<Look> {
    const { run, project } = place;
    const progress: RunProgress = { state: run.state, at: null, tail: [] };
    const isNew = before === null && run.createdAt >= automation.createdAt;
    // What was over before the automation was made stands at no state that it saw.
    const changed =
      before === null ? isNew || ALIVE.includes(run.state) : before.progress.state !== run.state;
    if (!changed || !condition.states.has(run.state)) return { progress, event: null };
    if (!(await isMeant(run, project, condition.runs))) return { progress, event: null };
    const reason = `The run is ${run.state}`;
    return { progress, event: await describe(automation, run, project, reason, {}) };
  }

  async function lookAtMetric(
    automation: Automation,
    condition: Extract<EventCondition, { kind: 'metric' }>,
    place: { run: Run; project: Project },
    before: WatchedRun | null,
    now: number,
  ): Promise<Look> {
    const { run, project } = place;
    if (before === null && run.createdAt < automation.createdAt) {
      return { progress: startingPoint(run, automation), event: null };
    }
    const known = before?.progress ?? { at: null, tail: [] };
    // A rewound run goes on from an earlier step.
    const isRewound = known.at !== null && run.lastStep !== null && run.lastStep < known.at;
    const from = isRewound && !isSystemMetric(condition) ? null : known.at;
    const points = await readNewPoints(condition, run, from);
    const found = watchMetric(condition.metric, from === null ? [] : known.tail, points);
    const last = points.x.at(-1);
    const progress = { state: run.state, at: last ?? from, tail: found.tail };
    const isQuiet = before?.firedAt != null && now - before.firedAt < QUIET_MS;
    const { finding } = found;
    if (finding === null || isQuiet) return { progress, event: null };
    if (!(await isMeant(run, project, condition.runs))) return { progress, event: null };
    const variables = variablesOf(condition, finding);
    const reason = `${finding.reason} (${isSystemMetric(condition) ? 'at' : 'step'} ${finding.at})`;
    return { progress, event: await describe(automation, run, project, reason, variables) };
  }

  /** Every point behind `after`, in order. */
  async function readNewPoints(
    condition: Extract<EventCondition, { kind: 'metric' }>,
    run: Run,
    after: number | null,
  ): Promise<{ readonly x: readonly number[]; readonly value: readonly number[] }> {
    const isSystem = isSystemMetric(condition);
    const request = {
      stream: isSystem ? ('system' as const) : ('history' as const),
      runs: [run],
      keys: [condition.metric.name],
      x: isSystem ? ('wall' as const) : ('step' as const),
      buckets: POINTS_AT_ONCE,
    };
    const gap = isSystem ? 1e-6 : 1;
    const from = after === null ? -Number.MAX_SAFE_INTEGER : after + gap;
    const x: number[] = [];
    const value: number[] = [];
    for (const part of await readWhole(request, from, Number.MAX_SAFE_INTEGER)) {
      if (part.kind !== 'points') continue;
      for (let at = 0; at < part.x.length; at += 1) {
        x.push(part.x[at] ?? Number.NaN);
        value.push(part.value[at] ?? Number.NaN);
      }
    }
    return { x, value };
  }

  /** In pieces that are sent whole, so that no value is lost in a bucket. */
  async function readWhole(
    request: Omit<SeriesRequest, 'range'>,
    min: number,
    max: number,
  ): Promise<readonly Series[]> {
    const [series] = await metrics.readSeries({ ...request, range: { min, max } });
    if (series === undefined) return [];
    if (series.kind === 'points') return [series];
    // Between the first and the last bucket, halved.
    const first = series.x[0] ?? min;
    const last = series.x[series.x.length - 1] ?? max;
    const middle = Math.floor(first + (last - first) / 2);
    if (middle >= max || middle < min) return [];
    return [
      ...(await readWhole(request, min, middle)),
      ...(await readWhole(request, middle + (request.stream === 'system' ? 1e-6 : 1), max)),
    ];
  }

  return {
    async look(
      automation: Automation,
      place: { run: Run; project: Project },
      before: WatchedRun | null,
      now: number,
    ): Promise<Look> {
      const condition = readEventFilter(automation.eventType, automation.eventFilter);
      if (condition.kind === 'state') return lookAtState(automation, condition, place, before);
      if (condition.kind === 'metric') {
        return lookAtMetric(automation, condition, place, before, now);
      }
      return { progress: startingPoint(place.run, automation), event: null };
    },

    /**
     * What the automation would have said of the run, had it watched it from its first value on, and
     * whether its condition ever held. Reads only.
     */
    async rehearse(
      automation: Pick<Automation, 'eventType' | 'eventFilter'>,
      { run, project }: { readonly run: Run; readonly project: Project },
    ): Promise<{ readonly holds: boolean; readonly event: OccurredEvent }> {
      const condition = readEventFilter(automation.eventType, automation.eventFilter);
      if (condition.kind === 'state') {
        const holds = condition.states.has(run.state);
        const reason = `The run is ${run.state}`;
        return { holds, event: await describe(automation, run, project, reason, {}) };
      }
      if (condition.kind !== 'metric') throw new Error('Only runs can be rehearsed with.');
      const points = await readNewPoints(condition, run, null);
      const { finding } = watchMetric(condition.metric, [], points);
      const { name } = condition.metric;
      const place = isSystemMetric(condition) ? 'at' : 'step';
      const nothing =
        points.x.length === 0
          ? `The run has no values of ${name}`
          : `The condition never held over the ${points.x.length} values of ${name}`;
      const reason = finding === null ? nothing : `${finding.reason} (${place} ${finding.at})`;
      const variables = variablesOf(
        condition,
        finding ?? { at: points.x.at(-1) ?? 0, value: points.value.at(-1) ?? 0, reason },
      );
      const event = await describe(automation, run, project, reason, variables);
      return { holds: finding !== null, event };
    },
  };
}

function variablesOf(
  { metric }: Extract<EventCondition, { kind: 'metric' }>,
  { at, value }: MetricFinding,
): Readonly<Record<string, string>> {
  return { metric_name: metric.name, metric_value: String(value), metric_step: String(at) };
}

function isSystemMetric(condition: EventCondition): boolean {
  return condition.kind === 'metric' && condition.metric.name.startsWith(SYSTEM_PREFIX);
}

const seconds = (milliseconds: number): number => milliseconds / 1000;
