export { createSeal } from './seal.ts';
export { createSecrets } from './service.ts';
export type { Seal, SecretInfo, Secrets } from './types.ts';
