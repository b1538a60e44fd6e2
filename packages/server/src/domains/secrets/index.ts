export { createSeal } from './seal.ts';
export { createSecrets } from './service.ts';
export type { Seal, Secrets } from './types.ts';
