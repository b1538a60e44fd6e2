import { parseExactJson } from '@runloom/model';
import type { HistoryKey, HistoryKeys } from '../../../domains/metrics/index.ts';
import { toWireJson } from './scalars.ts';

/** Texts of answers about keys. */
export type KeyTexts = (keys: HistoryKeys) => string;

/** Texts are kept for as long as what they say is: those who watch a run ask again and again. */
export function createKeyTexts(): KeyTexts {
  const texts = new WeakMap<HistoryKeys, string>();
  return (keys) => {
    const text = texts.get(keys) ?? describeKeys(keys);
    texts.set(keys, text);
    return text;
  };
}

/**
 * `{"lastStep", "sets", "keys": {key: {"typeCounts", "monotonic", "previousValue"}}}` as text: a run
 * may have a hundred thousand keys.
 */
function describeKeys({ lastStep, keys }: HistoryKeys): string {
  // A key with several types is one of those that are not always numbers; most runs have few of them.
  const names = new Set<string>();
  for (const { key, type } of keys) if (type !== 'number') names.add(key);
  // Put together as they come: of a hundred thousand, a list of texts takes half as long again.
  let entries = '';
  const mixed = new Map<string, HistoryKey[]>();
  for (const key of keys) {
    if (names.size > 0 && names.has(key.key)) {
      const all = mixed.get(key.key);
      if (all === undefined) mixed.set(key.key, [key]);
      else all.push(key);
    } else entries += `,${JSON.stringify(key.key)}:${describeOne(key)}`;
  }
  for (const [name, all] of mixed) {
    const [first, ...others] = all;
    if (first === undefined) continue;
    entries += `,${JSON.stringify(name)}:${others.length > 0 ? describeMixed(all) : describeOne(first)}`;
  }
  return `{"lastStep":${lastStep},"sets":[],"keys":{${entries.slice(1)}}}`;
}

const describeOne = ({ type, count, monotonic, lastValue }: HistoryKey): string =>
  `{"typeCounts":[${typeCount(type, count)}],"monotonic":${monotonic},"previousValue":${valueText(lastValue)}}`;

/** A key that was logged with several types has one entry with all of them, and never only rose. */
function describeMixed(keys: readonly HistoryKey[]): string {
  const counts = keys.map(({ type, count }) => typeCount(type, count)).join(',');
  return `{"typeCounts":[${counts}],"monotonic":false,"previousValue":${valueText(keys[0]?.lastValue)}}`;
}

const typeCount = (type: string, count: number): string =>
  type === 'number'
    ? `{"type":"number","count":${count}}`
    : `{"type":${JSON.stringify(type)},"count":${count}}`;

function valueText(value: unknown): string {
  // Most are plain numbers, which need none of the rest.
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15) {
    return Object.is(value, -0) ? '-0.0' : String(value);
  }
  return JSON.stringify(plainJson(value)) ?? 'null';
}

/** The domain names numbers that JSON can't hold `{$number: text}`; the client wants the text or digits. */
function plainJson(value: unknown): unknown {
  if (typeof value === 'number') return toWireJson(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === '$number' && typeof first[1] === 'string') {
    return toWireJson(parseExactJson(first[1]));
  }
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, member] of entries) plain[key] = plainJson(member);
  return plain;
}
