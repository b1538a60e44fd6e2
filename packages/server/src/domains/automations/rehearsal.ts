import type { Actor } from '../accounts/index.ts';
import {
  type ArtifactEvent,
  type ArtifactEventType,
  type Artifacts,
  type Membership,
  referenceTo,
} from '../artifacts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import type { Run, Runs } from '../runs/index.ts';
import { describeOccurrence } from './artifact-event.ts';
import { type EventCondition, readEventFilter } from './event-filter.ts';
import { describeAlarm } from './monitor-event.ts';
import type { createPreviews } from './previews.ts';
import type { createRunWatch } from './run-watch.ts';
import { projectOf } from './store.ts';
import type { Automation, OccurredEvent, Rehearsal } from './types.ts';

/** Newest runs that are looked through. */
const MOST_LOOKS = 5;
/** Projects of an owner that are searched for something to rehearse with. */
const MOST_PROJECTS = 50;
const MOST_COLLECTIONS = 50;

type Draft = Pick<Automation, 'scope' | 'eventType' | 'eventFilter' | 'action' | 'entityId'>;

/**
 * Tries automations on what there is: runs that are there are looked through from their first value
 * on, the newest version stands for the next one. Nothing is sent or kept.
 */
export function createRehearsals(deps: {
  runs: Pick<Runs, 'list'>;
  projects: Pick<Projects, 'findById' | 'listOwned'>;
  artifacts: Pick<Artifacts, 'getCollection' | 'listCollections' | 'listMembers' | 'aliasesOf'>;
  runWatch: Pick<ReturnType<typeof createRunWatch>, 'rehearse'>;
  previews: ReturnType<typeof createPreviews>;
}): (draft: Draft, actor: Actor) => Promise<Rehearsal> {
  const { runs, projects, artifacts, runWatch, previews } = deps;

  async function projectsOf({ scope, entityId }: Draft): Promise<readonly Project[]> {
    if (scope.kind !== 'entity') {
      const project = await projects.findById(projectOf(scope));
      return project === null ? [] : [project];
    }
    return (await projects.listOwned(entityId)).slice(0, MOST_PROJECTS);
  }

  async function newestRuns(
    draft: Draft,
    filter: Extract<EventCondition, { kind: 'metric' | 'state' }>['runs'],
  ): Promise<readonly { run: Run; project: Project }[]> {
    const found: { run: Run; project: Project }[] = [];
    for (const project of await projectsOf(draft)) {
      const page = await runs.list(project, { first: MOST_LOOKS, filter });
      found.push(...page.runs.map((run) => ({ run, project })));
    }
    return found.sort((a, b) => b.run.createdAt - a.run.createdAt).slice(0, MOST_LOOKS);
  }

  async function onRuns(
    draft: Draft,
    condition: Extract<EventCondition, { kind: 'metric' | 'state' }>,
  ): Promise<Omit<Rehearsal, 'call'>> {
    const looked: Awaited<ReturnType<typeof runWatch.rehearse>>[] = [];
    for (const place of await newestRuns(draft, condition.runs)) {
      looked.push(await runWatch.rehearse(draft, place));
    }
    const looks = looked.map(({ holds, event }) => {
      return { subject: event.subject, holds, reason: event.reason };
    });
    const shown = looked.find(({ holds }) => holds) ?? looked[0];
    if (shown !== undefined) return { event: shown.event, isInvented: !shown.holds, looks };
    return {
      event: inventedRun(draft, condition, await projectsOf(draft)),
      isInvented: true,
      looks,
    };
  }

  /** The newest version of the scope with its project. */
  async function newestVersion(
    draft: Draft,
    actor: Actor,
  ): Promise<{ membership: Membership; project: Project } | null> {
    const { scope } = draft;
    let newest: { membership: Membership; project: Project } | null = null;
    for (const project of await projectsOf(draft)) {
      const collections =
        scope.kind === 'collection'
          ? [(await artifacts.getCollection(actor, scope.id, 'read')).collection]
          : (await artifacts.listCollections(project)).slice(0, MOST_COLLECTIONS);
      for (const collection of collections) {
        const [membership] = (await artifacts.listMembers(collection, { first: 1 })).memberships;
        if (membership === undefined) continue;
        if (newest === null || membership.createdAt > newest.membership.createdAt) {
          newest = { membership, project };
        }
      }
    }
    return newest;
  }

  async function onArtifacts(
    draft: Draft,
    condition: Extract<EventCondition, { kind: 'artifact' }>,
    actor: Actor,
  ): Promise<Omit<Rehearsal, 'call'>> {
    const type = draft.eventType as ArtifactEventType;
    const newest = await newestVersion(draft, actor);
    const project = newest?.project ?? (await projectsOf(draft))[0] ?? null;
    const aliases = newest === null ? [] : await artifacts.aliasesOf(newest.membership.version.id);
    const names = [...aliases.map(({ alias }) => alias), ...textsIn(draft.eventFilter), 'example'];
    const isMeant = (name: string): boolean =>
      condition.matches((field) => (field === 'alias' || field === 'tag' ? name : undefined));
    const name = names.find(isMeant) ?? 'example';
    const occurrence: ArtifactEvent = {
      type,
      projectId: project?.id ?? (0 as Project['id']),
      collectionId: newest?.membership.collection.id ?? (0 as ArtifactEvent['collectionId']),
      collectionName: newest?.membership.collection.name ?? 'example',
      version: versionOf(type, newest),
      ...(type.includes('ALIAS') && { alias: name }),
      ...(type.includes('TAG') && { tag: name }),
      author: actor.kind === 'user' ? actor.username : '',
    };
    const event = describeOccurrence(
      occurrence,
      project ?? ({ entityName: 'example', name: 'example' } as Project),
    );
    return { event, isInvented: newest === null, looks: [] };
  }

  return async (draft, actor) => {
    const condition = readEventFilter(draft.eventType, draft.eventFilter);
    const tried =
      condition.kind === 'monitor'
        ? inventedAlarm(condition, await projectsOf(draft))
        : condition.kind === 'artifact'
          ? await onArtifacts(draft, condition, actor)
          : await onRuns(draft, condition);
    return { ...tried, call: await previews.of(draft.action, tried.event) };
  };
}

function versionOf(
  type: ArtifactEventType,
  newest: { readonly membership: Membership; readonly project: Project } | null,
): ArtifactEvent['version'] {
  if (type.endsWith('COLLECTION_TAG')) return null;
  if (newest === null) {
    return {
      reference: 'wandb-artifact://_id/…',
      fullName: 'example/example/example:v0',
      index: 0,
      metadata: null,
    };
  }
  const { membership, project } = newest;
  const { collection, version, index } = membership;
  return {
    reference: referenceTo(version.id),
    fullName: `${project.entityName}/${project.name}/${collection.name}:v${index}`,
    index,
    metadata: version.metadata,
  };
}

/** A run that could set it off, for scopes that have none yet. */
function inventedRun(
  { eventType }: Draft,
  condition: Extract<EventCondition, { kind: 'metric' | 'state' }>,
  [project]: readonly Project[],
): OccurredEvent {
  const [entity, name] = [project?.entityName ?? 'example', project?.name ?? 'example'];
  const state = condition.kind === 'state' ? ([...condition.states][0] ?? 'finished') : 'running';
  return {
    type: eventType,
    projectId: project?.id ?? (0 as Project['id']),
    subject: `${entity}/${name}/runs/example`,
    reason: 'An example: no run is there that the filter means',
    variables: {
      event_type: eventType,
      event_author: 'example',
      entity_name: entity,
      project_name: name,
      run_id: 'example',
      run_name: 'example',
      run_state: state,
      ...(condition.kind === 'metric' && {
        metric_name: condition.metric.name,
        metric_value: '0',
        metric_step: '0',
      }),
    },
  };
}

/** An alarm as a monitor would raise it. */
function inventedAlarm(
  { monitor }: Extract<EventCondition, { kind: 'monitor' }>,
  [project]: readonly Project[],
): Omit<Rehearsal, 'call'> {
  const occurrence = {
    projectId: project?.id ?? (0 as Project['id']),
    monitor: monitor ?? 'example',
    reason: 'An example: no monitor has raised it',
    variables: {
      score: 'judge.passed',
      mean: '0.75',
      bound: '0.9',
      count: '120',
      evidence: '100',
    },
  };
  const event = describeAlarm(
    occurrence,
    project ?? ({ id: 0, entityName: 'example', name: 'example' } as Project),
  );
  return { event, isInvented: true, looks: [] };
}

/** Every text that a filter compares with: one of them sets it off, more often than not. */
function textsIn(filter: string): readonly string[] {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(JSON.parse(filter) as unknown);
  return texts;
}
