import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MonitorSpec } from '@runloom/model';
import { createCache } from '../../platform/cache.ts';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { Log } from '../../platform/logging.ts';
import { isUniqueViolation } from '../../stores/metadata/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { CallPart, Calls, ReadPrices } from '../calls/index.ts';
import { type Jobs, RetryAfter } from '../jobs/index.ts';
import type { Objects } from '../objects/index.ts';
import { objectRef, type Project, type ProjectId, type Projects } from '../projects/index.ts';
import type { PublishedScorer, Scorers } from '../scorers/index.ts';
import {
  CHOICE_COLUMNS,
  type ChosenCall,
  chooseCalls,
  isOwnWork,
  isSampled,
  lastOfGroups,
  queryOf,
} from './choosing.ts';
import { checkClientChange, createFollowing, publishActive } from './following.ts';
import { caseOf, dayOf, scoreCalls } from './scoring.ts';
import { createMonitorStore } from './store.ts';
import type {
  Monitor,
  MonitorAlarm,
  MonitorSummary,
  Monitors,
  ReadFilter,
  Watch,
} from './types.ts';
import { evidenceOf, unscaled } from './watch.ts';

const LOOK = 'monitor-look';
const SCORE = 'monitor-score';
/** Calls that may be followed by others which are scored in their stead. */
const SETTLE = 'monitor-settle';
/** Scorers of a monitor that is made on the pages. */
const MOST_SCORERS = 10;
/** Ends of calls whose starts have not come are looked for so often again. */
const MOST_LOOKS = 6;
const LOOK_AGAIN_MS = 5_000;
const IDS_AT_ONCE = 500;
/** Scored by one job: what a killed server did of it is done again. */
const CALLS_AT_ONCE = 25;
/** What fails for reasons of the server's own is tried so often. */
const MOST_STARTS = 20;
/** How long the monitors of a project are kept in mind; another process may have changed them. */
const KEPT_MS = 2_000;
const MOST_KEPT = 10_000;
const TRIED_CALLS = 5;
const TRIED_AMONG = 1_000;
const REMOVED_AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

/** Monitors over the metadata store and the jobs. `clock` in milliseconds. */
export function createMonitors(deps: {
  readonly metadata: MetadataStore;
  readonly calls: Pick<Calls, 'query' | 'read' | 'readMany' | 'write' | 'addFeedback'>;
  readonly objects: Pick<Objects, 'create' | 'read'>;
  readonly projects: Pick<Projects, 'findById'>;
  readonly scorers: Scorers;
  readonly prices: ReadPrices;
  readonly readFilter: ReadFilter;
  readonly jobs: Jobs;
  /** Told of each alarm. */
  readonly tell: (alarm: MonitorAlarm) => Promise<void>;
  readonly log: Log;
  readonly clock?: () => number;
}): Monitors {
  const { calls, scorers, jobs, readFilter } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createMonitorStore(deps.metadata);
  const closing = new AbortController();
  const known = createCache<ProjectId, readonly Monitor[]>({
    maxEntries: MOST_KEPT,
    ttlMs: KEPT_MS,
    clock,
  });

  const following = createFollowing({
    ...deps,
    store,
    clock,
    changed: (project) => known.delete(project),
  });

  jobs.handle(LOOK, (payload) => look(payload as LookPayload));
  jobs.handle(SCORE, (payload) => score(payload as ScorePayload));
  jobs.handle(SETTLE, (payload) => settle(payload as SettlePayload));

  const active = (project: ProjectId): Promise<readonly Monitor[]> =>
    known.get(project, async () => (await store.list(project)).filter(isAtWork));

  interface LookPayload {
    readonly project: ProjectId;
    readonly ids: readonly string[];
    readonly looks: number;
  }
  interface SettlePayload {
    readonly monitor: number;
    readonly calls: readonly string[];
  }
  interface ScorePayload {
    readonly monitor: number;
    readonly calls: readonly string[];
    /** From 1. */
    readonly attempt: number;
  }

  /** Chooses among calls that have ended; those that are not whole yet are looked for again. */
  async function look({ project: id, ids, looks }: LookPayload): Promise<void> {
    const project = await deps.projects.findById(id);
    if (project === null) return;
    for (const monitor of await active(id)) {
      const chosen = await chooseCalls(deps, project, monitor, ids);
      const debounce = monitor.client?.debounce ?? null;
      if (debounce === null) await want(monitor, chosen);
      else if (chosen.length > 0) {
        const payload: SettlePayload = { monitor: monitor.id, calls: chosen.map((one) => one.id) };
        const delayMs = debounce.seconds * 1_000;
        await jobs.enqueue({ kind: SETTLE, payload, delayMs, maxAttempts: MOST_STARTS });
      }
    }
    const missing = new Set(ids);
    for await (const page of calls.readMany(id, ids, { columns: ['id', 'ended_at'] })) {
      for (const call of page) if (call.endedAt !== null) missing.delete(call.id);
    }
    if (missing.size === 0 || looks >= MOST_LOOKS) return;
    const again: LookPayload = { project: id, ids: [...missing], looks: looks + 1 };
    await jobs.enqueue({ kind: LOOK, payload: again, delayMs: LOOK_AGAIN_MS * looks });
  }

  /** Notes calls as chosen, and has them scored. */
  async function want(monitor: Monitor, chosen: readonly ChosenCall[]): Promise<void> {
    const names = monitor.spec.scorers.map(({ name }) => name);
    await store.want(monitor.id, names, chosen);
    // Also where they were wanted before: the process may have ended in between.
    for (let from = 0; from < chosen.length; from += CALLS_AT_ONCE) {
      const some = chosen.slice(from, from + CALLS_AT_ONCE).map((call) => call.id);
      await askFor({ monitor: monitor.id, calls: some, attempt: 1 }, 0);
    }
  }

  /** Has those calls scored that nothing has followed meanwhile. */
  async function settle({ monitor: id, calls: ids }: SettlePayload): Promise<void> {
    const monitor = await store.get(id);
    const project = monitor === null ? null : await deps.projects.findById(monitor.projectId);
    if (monitor === null || project === null || !isAtWork(monitor)) return;
    const chosen = await chooseCalls(deps, project, monitor, ids);
    await want(monitor, await lastOfGroups(deps, project, monitor, chosen));
  }

  const askFor = (payload: ScorePayload, delayMs: number): Promise<void> =>
    jobs.enqueue({ kind: SCORE, payload, delayMs, maxAttempts: MOST_STARTS });

  async function score({ monitor: id, calls: ids, attempt }: ScorePayload): Promise<void> {
    if (closing.signal.aborted) throw new RetryAfter('The server stops.', 0);
    const monitor = await store.get(id);
    const project = monitor === null ? null : await deps.projects.findById(monitor.projectId);
    if (monitor === null || project === null) return;
    const room = { ...deps, store, clock };
    const done = await scoreCalls(room, project, monitor, ids, attempt, closing.signal);
    for (const watch of done.alarms) await deps.tell(alarmOf(monitor, watch));
    if (done.again.length > 0) {
      await askFor({ monitor: id, calls: done.again, attempt: attempt + 1 }, done.delayMs);
    }
  }

  const find = async (project: ProjectId, id: number): Promise<Monitor> => {
    const monitor = await store.get(id);
    if (monitor === null || monitor.projectId !== project) throw notFound(`The monitor ${id}`);
    return monitor;
  };

  const summaryOf = async (monitor: Monitor): Promise<MonitorSummary> => ({
    monitor,
    ...(await store.counts(monitor.id)),
    today: await store.day(monitor.id, dayOf(clock())),
    watches: await store.watches(monitor.id),
  });

  async function check(project: Project, spec: MonitorSpec): Promise<void> {
    await readFilter(project, spec.filter);
    for (const scorer of spec.scorers) scorers.check(scorer);
    scorers.checkNames(spec.scorers);
    const names = spec.scorers.map(({ name }) => name);
    const keys = spec.alarms.map(({ key }) => key);
    const same = keys.find((key, at) => keys.indexOf(key) !== at);
    if (same !== undefined) throw invalid(`Two alarms watch ${same}: one of them is enough.`);
    const lost = keys.find(
      (key) => !names.some((name) => key === name || key.startsWith(`${name}.`)),
    );
    if (lost !== undefined) throw invalid(`The alarm on ${lost} names no score of this monitor.`);
  }

  /** Publishes the scorers, and the monitor as clients of Weave do. */
  async function publish(
    actor: Actor,
    project: Project,
    monitor: Pick<Monitor, 'name' | 'spec' | 'isActive' | 'client'>,
  ): Promise<Monitor['published']> {
    const published: PublishedScorer[] = [];
    for (const spec of monitor.spec.scorers) {
      published.push(await scorers.publish(actor, project, spec));
    }
    const { query } = await queryOf(readFilter, project, monitor);
    const value = JSON.stringify({
      _type: 'Monitor',
      name: monitor.name,
      description: monitor.spec.description || null,
      sampling_rate: monitor.spec.rate,
      scorers: published.map(({ ref }) => ref),
      op_names: [],
      query: query ?? null,
      is_traced: true,
      active: monitor.isActive,
      scorer_debounce_config: null,
      _class_name: 'Monitor',
      _bases: ['Object', 'BaseModel'],
    });
    const made = await deps.objects.create(actor, project.id, { name: monitor.name, value });
    return { ref: objectRef(project, made), scorers: published };
  }

  async function publishAgain(
    actor: Actor,
    project: Project,
    before: Monitor,
    after: Monitor,
  ): Promise<Monitor['published']> {
    if (after.client === null) return publish(actor, project, after);
    if (after.isActive === before.isActive) return before.published;
    return publishActive(deps.objects, actor, project, after);
  }

  async function storeChange(monitor: Monitor, actor: Actor): Promise<MonitorSummary> {
    await store.update(monitor, authorOf(actor as UserActor));
    await store.setRules(monitor.id, monitor.spec.alarms, clock());
    known.delete(monitor.projectId);
    return summaryOf(monitor);
  }

  return {
    ...following,

    async list(project) {
      return Promise.all((await store.list(project)).map(summaryOf));
    },
    get: async (project, id) => summaryOf(await find(project, id)),

    async create(actor, project, { name, spec }) {
      await check(project, spec);
      const isActive = true;
      const published = await publish(actor, project, { name, spec, isActive, client: null });
      const now = clock();
      try {
        const monitor = await store.insert({
          projectId: project.id,
          name,
          version: 1,
          spec,
          published,
          client: null,
          isActive,
          // Who may write is signed in.
          createdBy: authorOf(actor as UserActor),
          createdAt: now,
          updatedAt: now,
          since: now,
        });
        await store.setRules(monitor.id, spec.alarms, now);
        known.delete(project.id);
        return await summaryOf(monitor);
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new RunloomError('conflict', `There is a monitor called ${name} already.`);
      }
    },

    async change(actor, project, id, { spec, isActive }) {
      const before = await find(project.id, id);
      const after = { ...before, spec: spec ?? before.spec, isActive: isActive ?? before.isActive };
      if (spec !== undefined) await check(project, spec);
      if (before.client !== null) checkClientChange(before, after.spec);
      else if (after.spec.scorers.length < 1 || after.spec.scorers.length > MOST_SCORERS) {
        throw invalid(`A monitor has 1 to ${MOST_SCORERS} scorers.`);
      }
      const now = clock();
      return storeChange(
        {
          ...after,
          version: before.version + 1,
          published: await publishAgain(actor, project, before, after),
          updatedAt: now,
          since: after.isActive && !before.isActive ? now : before.since,
        },
        actor,
      );
    },

    async remove(project, id) {
      await find(project, id);
      await store.remove(id);
      known.delete(project);
    },

    projectsKept: () => store.projectsKept(),

    async removeProject(project) {
      for (const { id } of await store.list(project)) {
        // There may be millions: each part lets others write in between.
        while (await store.removeScores(id, REMOVED_AT_ONCE)) await nextTurn();
        await store.remove(id);
      }
      known.delete(project);
    },

    async versions(project, id) {
      await find(project, id);
      return store.versions(id);
    },
    async scores(project, id, page) {
      await find(project, id);
      return store.scores(id, page);
    },
    async buckets(project, id, range) {
      await find(project, id);
      return store.buckets(id, range);
    },

    async attempt(project, { name, spec }, signal) {
      await check(project, spec);
      const query = await queryOf(readFilter, project, { spec, client: null });
      const asked = {
        ...query,
        sort: [{ field: 'started_at', direction: 'desc' }] as const,
        limit: TRIED_AMONG,
      };
      let matching = 0;
      const newest: string[] = [];
      const since = (clock() - DAY_MS) * 1_000;
      for await (const page of calls.query(project.id, { ...asked, columns: CHOICE_COLUMNS })) {
        for (const call of page) {
          if (call.endedAt === null || call.startedAt < since || isOwnWork(call)) continue;
          matching += 1;
          if (newest.length < TRIED_CALLS) newest.push(call.id);
        }
      }
      const tried = [];
      for (const callId of newest) {
        const call = await calls.read(project.id, callId);
        if (call === null || call.endedAt === null) continue;
        const { entityId } = project;
        const outcomes = await scorers.attempt(entityId, spec.scorers, caseOf(call), signal);
        tried.push({
          callId,
          name: call.traceName,
          endedAt: Math.floor(call.endedAt / 1_000),
          isSampled: isSampled({ name }, call.traceId, spec.rate),
          outcomes,
        });
      }
      return { matching, calls: tried };
    },

    async acknowledge(actor, project, id, key) {
      const monitor = await find(project, id);
      const by = authorOf(actor as UserActor);
      if (!(await store.acknowledge(id, key, by, clock()))) {
        throw new RunloomError('conflict', `There is no alarm on ${key} that nobody knows of.`);
      }
      return summaryOf(monitor);
    },

    async watchAgain(project, id, key) {
      const monitor = await find(project, id);
      const rule = monitor.spec.alarms.find((one) => one.key === key);
      if (rule === undefined) throw notFound(`The alarm on ${key}`);
      await store.restart(id, rule, clock());
      return summaryOf(monitor);
    },

    async notice(project, parts) {
      const monitors = await active(project);
      if (monitors.length === 0) return;
      const ids = parts.filter((part) => mayBeMeant(monitors, part)).map(({ id }) => id);
      const once = [...new Set(ids)];
      for (let from = 0; from < once.length; from += IDS_AT_ONCE) {
        const payload: LookPayload = {
          project,
          ids: once.slice(from, from + IDS_AT_ONCE),
          looks: 1,
        };
        await jobs.enqueue({ kind: LOOK, payload });
      }
    },

    stop: () => closing.abort(),
  };
}

/** A client's monitor may have no scorer that runs here. */
const isAtWork = ({ isActive, spec }: Monitor): boolean => isActive && spec.scorers.length > 0;

/** Whether a part ends a call that one of the monitors may want, as far as the part itself tells. */
function mayBeMeant(monitors: readonly Monitor[], part: CallPart): boolean {
  if (part.endedAt === undefined) return false;
  if (part.attributes !== undefined && isOwnWork({ attributes: part.attributes })) return false;
  const { traceId } = part;
  if (traceId === undefined) return true;
  return monitors.some((monitor) => isSampled(monitor, traceId, monitor.spec.rate));
}

function alarmOf(monitor: Monitor, { rule, key, progress, alarmAt }: Watch): MonitorAlarm {
  // What rises to an alarm has values that lie below its bound.
  const { count, sum } =
    progress.recent.count > 0 ? progress.recent : { count: progress.test.count, sum: progress.sum };
  return {
    projectId: monitor.projectId,
    monitor: monitor.name,
    monitorId: monitor.id,
    createdBy: monitor.createdBy,
    at: alarmAt ?? 0,
    key,
    direction: rule.direction,
    mean: unscaled(rule, count === 0 ? 0 : sum / count),
    bound: unscaled(rule, progress.bound ?? 0),
    count,
    evidence: evidenceOf(rule, progress).evidence,
  };
}
