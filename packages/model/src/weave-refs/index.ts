export * from './weave-ref.ts';
