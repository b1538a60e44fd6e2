import { isDeepStrictEqual } from 'node:util';
import { type MonitorSpec, parseWeaveRef } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import { isUniqueViolation } from '../../stores/metadata/index.ts';
import { type Actor, authorOf, type UserActor } from '../accounts/index.ts';
import type { Objects } from '../objects/index.ts';
import { objectRef, type Project, type ProjectId, type Projects } from '../projects/index.ts';
import type { Scorers } from '../scorers/index.ts';
import { readClientMonitor, withActive } from './client-monitor.ts';
import type { MonitorStore } from './store.ts';
import type { Monitor, Monitors, PublishedMonitor } from './types.ts';

/** Keeps to monitors what clients publish as such. `clock` in milliseconds. */
export function createFollowing(deps: {
  readonly store: MonitorStore;
  readonly objects: Pick<Objects, 'create' | 'read'>;
  readonly projects: Pick<Projects, 'findById'>;
  readonly scorers: Pick<Scorers, 'open'>;
  readonly clock: () => number;
  /** The project's monitors are others now. */
  readonly changed: (project: ProjectId) => void;
}): Pick<Monitors, 'follow' | 'lose'> {
  const { store, clock } = deps;

  async function putUnder(
    actor: Actor,
    project: Project,
    published: PublishedMonitor,
    before: Monitor | null,
  ): Promise<void> {
    const { scorers, spec, client, isActive } = await readClientMonitor(
      deps.scorers,
      actor,
      project,
      published,
    );
    const now = clock();
    // Who may publish is signed in.
    const by = authorOf(actor as UserActor);
    const told = {
      published: { ref: objectRef(project, published), scorers },
      spec: { ...spec, ...keptOf(before, spec) },
      client,
      isActive,
    };
    if (before === null) {
      const { id } = await store.insert({
        ...told,
        projectId: project.id,
        name: published.name,
        version: 1,
        createdBy: by,
        createdAt: now,
        updatedAt: now,
        since: now,
      });
      await store.setRules(id, told.spec.alarms, now);
      return;
    }
    if (isDeepStrictEqual({ ...before, ...told }, before)) return;
    await store.update(
      {
        ...before,
        ...told,
        version: before.version + 1,
        updatedAt: now,
        since: isActive && !before.isActive ? now : before.since,
      },
      by,
    );
    await store.setRules(before.id, told.spec.alarms, now);
  }

  return {
    async follow(actor, projectId, published) {
      const project = await deps.projects.findById(projectId);
      if (project === null) return;
      const find = () => store.named(projectId, published.name);
      const before = await find();
      try {
        await putUnder(actor, project, published, before);
      } catch (error) {
        // Two that publish the same name at once.
        if (before !== null || !isUniqueViolation(error)) throw error;
        await putUnder(actor, project, published, await find());
      }
      deps.changed(projectId);
    },

    async lose(projectId, name, digests) {
      const monitor = await store.named(projectId, name);
      if (monitor === null || !monitor.isActive) return;
      if (!digests.includes(versionOf(monitor.published) ?? '')) return;
      const now = clock();
      const { version: number } = monitor;
      const paused = { ...monitor, isActive: false, version: number + 1, updatedAt: now };
      await store.update(paused, monitor.createdBy);
      deps.changed(projectId);
    },
  };
}

/** Digest of the object that says what the monitor is. */
function versionOf({ ref }: Monitor['published']): string | null {
  const named = parseWeaveRef(ref);
  return named !== null && 'version' in named ? named.version : null;
}

/** What the pages say of a monitor whatever its client publishes: its budget, and alarms on scores it has. */
const keptOf = (
  before: Monitor | null,
  { scorers }: MonitorSpec,
): Partial<Pick<MonitorSpec, 'alarms' | 'callsPerDay' | 'costPerDay'>> =>
  before === null
    ? {}
    : {
        callsPerDay: before.spec.callsPerDay,
        costPerDay: before.spec.costPerDay,
        alarms: before.spec.alarms.filter(({ key }) =>
          scorers.some(({ name }) => key === name || key.startsWith(`${name}.`)),
        ),
      };

/** @throws RunloomError('invalid') for a change of what a client's monitor says itself */
export function checkClientChange(before: Monitor, spec: MonitorSpec): void {
  const { alarms, callsPerDay, costPerDay } = spec;
  if (isDeepStrictEqual({ ...before.spec, alarms, callsPerDay, costPerDay }, spec)) return;
  throw invalid(
    `${before.name} was made by a client, which says what it looks at and by which scorers. Change it there; here its alarms and its budget are set.`,
  );
}

/** Publishes a client's monitor as paused or going on, for its client to read. */
export async function publishActive(
  objects: Pick<Objects, 'create' | 'read'>,
  actor: Actor,
  project: Project,
  { published, name, isActive }: Pick<Monitor, 'published' | 'name' | 'isActive'>,
): Promise<Monitor['published']> {
  const digest = versionOf(published) ?? 'latest';
  const { value } = await objects.read(project.id, name, digest, { kind: 'object' });
  const made = await objects.create(actor, project.id, {
    name,
    value: withActive(value, isActive),
  });
  return { ...published, ref: objectRef(project, made) };
}
