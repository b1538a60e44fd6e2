export * from './evaluate.ts';
export * from './fields.ts';
export * from './parse.ts';
export * from './types.ts';
