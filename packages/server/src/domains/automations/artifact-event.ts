import type { ArtifactEvent } from '../artifacts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import { readEventFilter } from './event-filter.ts';
import type { Automation, OccurredEvent } from './types.ts';

/** What the automation is to act on; null when it does not mean this. */
export async function artifactEvent(
  automation: Automation,
  occurrence: ArtifactEvent,
  projects: Pick<Projects, 'findById'>,
): Promise<OccurredEvent | null> {
  const { type, alias, tag } = occurrence;
  if (automation.eventType !== type || !isInScope(automation, occurrence)) return null;
  const condition = readEventFilter(automation.eventType, automation.eventFilter);
  if (condition.kind !== 'artifact') return null;
  const fieldOf = (field: string) =>
    field === 'alias' ? alias : field === 'tag' ? tag : undefined;
  if (!condition.matches(fieldOf)) return null;
  const project = await projects.findById(occurrence.projectId);
  return project === null ? null : describeOccurrence(occurrence, project);
}

/** A change of artifacts as payloads and histories tell it. */
export function describeOccurrence(occurrence: ArtifactEvent, project: Project): OccurredEvent {
  const { type, alias, tag, version } = occurrence;
  const { entityName, name } = project;
  const collection = `${entityName}/${name}/${occurrence.collectionName}`;
  return {
    type,
    projectId: occurrence.projectId,
    subject: version?.fullName ?? collection,
    reason: REASONS[type](alias ?? tag ?? ''),
    variables: {
      // W&B's documentation of webhook automations names linking so.
      event_type: type === 'LINK_MODEL' ? 'LINK_ARTIFACT' : type,
      event_author: occurrence.author,
      entity_name: entityName,
      project_name: name,
      artifact_collection_name: occurrence.collectionName,
      artifact_version: version?.reference ?? '',
      artifact_version_string: version?.fullName ?? '',
      artifact_version_index: version === null ? '' : `v${version.index}`,
      alias: alias ?? '',
      tag: tag ?? '',
      ...metadataVariables(version?.metadata ?? null),
    },
  };
}

function isInScope({ scope }: Automation, occurrence: ArtifactEvent): boolean {
  // Owners and projects were matched when the automation was looked up.
  return scope.kind !== 'collection' || scope.id === occurrence.collectionId;
}

const REASONS: Readonly<Record<ArtifactEvent['type'], (name: string) => string>> = {
  CREATE_ARTIFACT: () => 'A version was created',
  ADD_ARTIFACT_ALIAS: (alias) => `The alias ${alias} was added`,
  ADD_ARTIFACT_TAG: (tag) => `The tag ${tag} was added`,
  REMOVE_ARTIFACT_TAG: (tag) => `The tag ${tag} was removed`,
  ADD_COLLECTION_TAG: (tag) => `The tag ${tag} was added to the collection`,
  REMOVE_COLLECTION_TAG: (tag) => `The tag ${tag} was removed from the collection`,
  LINK_MODEL: () => 'A version was linked',
  UNLINK_ARTIFACT: () => 'A version was unlinked',
};

/** `artifact_metadata.<key>` for each top-level key. */
function metadataVariables(metadata: string | null): Readonly<Record<string, string>> {
  if (metadata === null) return {};
  const value = parse(metadata);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      `artifact_metadata.${key}`,
      typeof inner === 'string' ? inner : JSON.stringify(inner),
    ]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Metadata with NaN is no JSON; the event is told without it.
    return null;
  }
}
