export { createAccounts } from './service.ts';
export * from './types.ts';
