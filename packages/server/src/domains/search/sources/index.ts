import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Source } from '../types.ts';
import { artifactSource } from './artifacts.ts';
import { objectSource } from './objects.ts';
import { projectSource } from './projects.ts';
import { queueSource } from './queues.ts';
import { reportSource } from './reports.ts';
import { runSource } from './runs.ts';
import { viewSource } from './views.ts';

/** Every table of things that can be found; small ones first, so that they are in the index soon. */
export const createSources = (metadata: MetadataStore): readonly Source[] => [
  projectSource(metadata),
  viewSource(metadata),
  reportSource(metadata),
  queueSource(metadata),
  objectSource(metadata),
  artifactSource(metadata),
  runSource(metadata),
];
