export { objectNameOf } from './object-name.ts';
export * from './weave-ref.ts';
