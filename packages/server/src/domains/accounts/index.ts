export { authorOf, defaultEntityName } from './actors.ts';
export { createAccounts } from './service.ts';
export * from './types.ts';
