export { type ResolvedLineSettings, resolveLineSettings, type SettingLevel } from './cascade.ts';
export * from './schema.ts';
