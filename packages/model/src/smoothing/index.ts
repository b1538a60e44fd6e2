export { isIdentity, smooth } from './smooth.ts';
export type { Smoothing, SmoothingLine } from './types.ts';
