export { type CanonicalJson, canonicalJson } from './canonical-json.ts';
export * from './entry.ts';
export * from './verify.ts';
