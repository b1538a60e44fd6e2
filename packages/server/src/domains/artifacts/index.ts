export { announceChanges, referenceTo } from './announcing.ts';
export { createArtifactContentHolder } from './content-store.ts';
export { createArtifactDescribers } from './describers.ts';
export * from './interface.ts';
export { referredVersion } from './manifest.ts';
export { publishChanges } from './publishing.ts';
export { createArtifacts } from './service.ts';
export * from './types.ts';
