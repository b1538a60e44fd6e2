import {
  CallQueryError,
  type ClientMonitorView,
  callConditionOf,
  formatCallFilter,
  type MonitorSeries,
  type MonitorView,
  meanInterval,
  parseWeaveRef,
  type WatchView,
  wilsonInterval,
} from '@runloom/model';
import {
  type ClientMonitor,
  evidenceOf,
  type MonitorSummary,
  unscaled,
  type ValueBucket,
  type Watch,
} from '../../../domains/monitors/index.ts';

/** @param nameOf the name of a user by id */
export function monitorView(
  { monitor, counts, today, watches, lastScoredAt }: MonitorSummary,
  nameOf: (id: number) => string | null,
): MonitorView {
  return {
    id: monitor.id,
    name: monitor.name,
    version: monitor.version,
    ref: monitor.published.ref,
    isActive: monitor.isActive,
    spec: monitor.spec,
    client: monitor.client === null ? null : clientView(monitor.client),
    createdBy: nameOf(monitor.createdBy),
    createdAt: monitor.createdAt,
    updatedAt: monitor.updatedAt,
    since: monitor.since,
    counts: {
      waiting: counts.waiting,
      scored: counts.scored,
      failed: counts.failed,
      overBudget: counts['over budget'],
    },
    today,
    watches: watches.map((watch) => watchView(watch, nameOf)),
    lastScoredAt,
  };
}

function clientView({
  opNames,
  query,
  problems,
  hasTurns = false,
  isJoined = false,
  debounce = null,
}: ClientMonitor): ClientMonitorView {
  return {
    ops: opNames.map((text) => {
      const ref = parseWeaveRef(text);
      return ref?.kind === 'op' ? ref.name : text;
    }),
    query: query === null ? null : queryText(query),
    hasTurns,
    isJoined,
    debounce: debounce === null ? null : { hasAll: false, ...debounce },
    problems: problems.map((problem) => ({ ...problem })),
  };
}

function queryText(query: unknown): string {
  try {
    const { condition } = callConditionOf(query);
    return condition === null ? '' : formatCallFilter(condition);
  } catch (error) {
    if (!(error instanceof CallQueryError)) throw error;
    return JSON.stringify(query);
  }
}

function watchView(watch: Watch, nameOf: (id: number) => string | null): WatchView {
  const { rule, progress, acknowledgedBy } = watch;
  const isGathering = progress.bound === null;
  const { count, sum } = isGathering
    ? (progress.baseline ?? { count: 0, sum: 0 })
    : { count: progress.test.count, sum: progress.sum };
  return {
    key: watch.key,
    rule,
    state: isGathering && watch.state === 'watching' ? 'gathering' : watch.state,
    count,
    mean: count === 0 ? null : unscaled(rule, sum / count),
    recent:
      progress.recent.count === 0
        ? null
        : {
            count: progress.recent.count,
            mean: unscaled(rule, progress.recent.sum / progress.recent.count),
          },
    bound: progress.bound === null ? null : unscaled(rule, progress.bound),
    evidence: evidenceOf(rule, progress).evidence,
    since: watch.since,
    alarmAt: watch.alarmAt,
    acknowledgedAt: watch.acknowledgedAt,
    acknowledgedBy: acknowledgedBy === null ? null : nameOf(acknowledgedBy),
  };
}

/** Means by time with 95 % intervals: Wilson's of yes and no, Student's of numbers. */
export function seriesOf(buckets: readonly ValueBucket[]): MonitorSeries['series'] {
  return [...Map.groupBy(buckets, ({ key }) => key)].map(([key, own]) => {
    const kind = own.every(({ flags, count }) => flags === count) ? 'rate' : 'number';
    return {
      key,
      kind,
      points: own.map(({ at, count, sum, squares }) => {
        const mean = sum / count;
        const interval =
          kind === 'rate'
            ? wilsonInterval(Math.round(sum), count)
            : meanInterval({ mean, count, standardError: standardErrorOf(count, sum, squares) });
        const [low, high] = interval ?? [null, null];
        return { at, mean, low, high, count };
      }),
    };
  });
}

function standardErrorOf(count: number, sum: number, squares: number): number {
  if (count < 2) return 0;
  const variance = Math.max(0, (squares - (sum * sum) / count) / (count - 1));
  return Math.sqrt(variance / count);
}
