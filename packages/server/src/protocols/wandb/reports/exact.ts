import { type ExactJson, stringifyExact } from '@runloom/model';

/** The same text for the same JSON, whatever the order of members. */
export function canonical(value: ExactJson): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!(value instanceof Map)) return stringifyExact(value);
  const members = [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** Blocks of a spec; none of what is no report. */
export function blocksOf(spec: ExactJson): readonly ExactJson[] {
  const blocks = spec instanceof Map ? spec.get('blocks') : undefined;
  return Array.isArray(blocks) ? blocks : [];
}
