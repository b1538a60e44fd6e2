export * from './entry.ts';
export * from './verify.ts';
