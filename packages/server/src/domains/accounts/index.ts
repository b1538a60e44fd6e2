export { authorOf, defaultEntityName, sessionActor } from './actors.ts';
export { placeOf } from './attempts.ts';
export { missingFor } from './authorization.ts';
export { refuseReadingKey, withKeyReach } from './key-limits.ts';
export { createAccounts } from './service.ts';
export * from './types.ts';
