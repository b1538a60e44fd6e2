export { authorOf, defaultEntityName, sessionActor } from './actors.ts';
export { missingFor, signInFirst } from './authorization.ts';
export { refuseReadingKey, withKeyReach } from './key-limits.ts';
export { hashSecret, newToken } from './secrets.ts';
export { createAccounts } from './service.ts';
export * from './types.ts';
