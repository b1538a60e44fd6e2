export * from './evaluate.ts';
export * from './fields.ts';
export * from './order.ts';
export * from './parse.ts';
export * from './to-mongo.ts';
export * from './types.ts';
export * from './values.ts';
