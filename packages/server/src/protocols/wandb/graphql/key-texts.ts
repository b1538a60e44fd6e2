import { parseExactJson } from '@runloom/model';
import type { HistoryKey, HistoryKeys } from '../../../domains/metrics/index.ts';
import { JsonBytes } from './json-bytes.ts';
import { toWireJson } from './scalars.ts';

/** Texts of answers about keys, UTF-8; nobody may change them. */
export type KeyTexts = (keys: HistoryKeys) => Buffer;

/** Texts are kept for as long as what they say is: those who watch a run ask again and again. */
export function createKeyTexts(): KeyTexts {
  const texts = new WeakMap<HistoryKeys, Buffer>();
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
function describeKeys({ lastStep, keys }: HistoryKeys): Buffer {
  // A key with several types is one of those that are not always numbers; most runs have few of them.
  const names = new Set<string>();
  for (const { key, type } of keys) if (type !== 'number') names.add(key);
  const text = new JsonBytes();
  text.put(`{"lastStep":${lastStep},"sets":[],"keys":{`);
  let comma = '';
  const putName = (key: string): void => {
    text.put(comma);
    comma = ',';
    text.putString(key);
  };
  const mixed = new Map<string, HistoryKey[]>();
  for (const key of keys) {
    if (names.size > 0 && names.has(key.key)) {
      const all = mixed.get(key.key);
      if (all === undefined) mixed.set(key.key, [key]);
      else all.push(key);
      continue;
    }
    putName(key.key);
    text.put(NUMBER_COUNT);
    text.put(String(key.count));
    text.put(key.monotonic ? RISING : FALLING);
    text.put(valueText(key.lastValue));
    text.put('}');
  }
  for (const [name, all] of mixed) {
    const [first, ...others] = all;
    if (first === undefined) continue;
    putName(name);
    text.put(`:${others.length > 0 ? describeMixed(all) : describeOne(first)}`);
  }
  text.put('}}');
  return text.bytes();
}

const NUMBER_COUNT = ':{"typeCounts":[{"type":"number","count":';
const RISING = '}],"monotonic":true,"previousValue":';
const FALLING = '}],"monotonic":false,"previousValue":';

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
