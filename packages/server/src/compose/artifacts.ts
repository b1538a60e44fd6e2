import {
  createArtifactDescribers,
  createArtifacts,
  publishChanges,
} from '../domains/artifacts/index.ts';
import { createLineage } from '../domains/lineage/index.ts';
import { createRegistries } from '../domains/registries/index.ts';
import { createRunDescriber } from '../domains/runs/index.ts';
import type { Foundation } from './foundation.ts';
import type { RunRooms } from './runs.ts';

/** Artifacts, what they came of, and the registries that name them. */
export type ArtifactRooms = ReturnType<typeof wireArtifacts>;

export function wireArtifacts(foundation: Foundation, { runs }: Pick<RunRooms, 'runs'>) {
  const { metadata, blobs, secret, contents, live, accounts, projects } = foundation;
  const lineage = createLineage({
    metadata,
    projects,
    describers: [createRunDescriber(metadata), ...createArtifactDescribers(metadata)],
  });
  const registries = createRegistries({ metadata, accounts, projects });
  const { rules } = registries;
  const room = { metadata, blobs, contents, projects, runs, lineage, rules, secret };
  /** Not yet told to automations, which look at artifacts themselves. */
  const storedArtifacts = publishChanges(createArtifacts(room), live);
  return { lineage, registries, storedArtifacts };
}
