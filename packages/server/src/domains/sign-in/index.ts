export { nextAfterReturn } from './next.ts';
export { createSignIn } from './service.ts';
export * from './types.ts';
