import { type ExactJson, parseExactJson } from '../exact-json.ts';
import { type RunMachine, runMachine } from './machine.ts';

/** A value of a config or summary as filters and orders see it. True is 1 and false is 0. */
export type RunValue =
  | {
      readonly kind: 'number';
      readonly number: number;
      /** As JSON has it, where the number does not say it: `true`, `false`, integers past 2^53. */
      readonly exact?: string;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nan' | 'null' | 'object' | 'list' };

/** What the client itself puts into a config about its machine and its charts; nobody sorts by it. */
const TELEMETRY: ReadonlySet<string> = new Set(['t', 'm', 'e', 'visualize']);

/**
 * The values of a config by dotted path, without the client's wrapper `{value: …}`. A text that can't
 * be read has none. Of keys whose paths are the same (`{"a.b": 1, "a": {"b": 2}}`) the last counts.
 */
export function configValues(text: string): ReadonlyMap<string, RunValue> {
  return readRunConfig(text).values;
}

/** The values of a config as `configValues`, and what the client keeps there of the machine. */
export function readRunConfig(text: string): {
  readonly values: ReadonlyMap<string, RunValue>;
  readonly machine: RunMachine;
} {
  const values = new Map<string, RunValue>();
  let wandb: ExactJson | undefined;
  for (const [key, entry] of membersOf(text)) {
    const inner = entry instanceof Map ? entry.get('value') : undefined;
    const value = inner === undefined ? entry : inner;
    if (key === '_wandb' && value instanceof Map) {
      wandb = value;
      const rest = [...value].filter(([name]) => !TELEMETRY.has(name));
      collect(values, key, new Map(rest));
    } else {
      collect(values, key, value);
    }
  }
  return { values, machine: runMachine(wandb) };
}

/** The values of a summary by dotted path; as `configValues`. */
export function summaryValues(text: string): ReadonlyMap<string, RunValue> {
  const values = new Map<string, RunValue>();
  for (const [key, value] of membersOf(text)) collect(values, key, value);
  return values;
}

function membersOf(text: string): ReadonlyMap<string, ExactJson> {
  try {
    const value = parseExactJson(text);
    return value instanceof Map ? value : new Map();
  } catch {
    // One damaged text must not keep its run out of a list.
    return new Map();
  }
}

function collect(values: Map<string, RunValue>, path: string, value: ExactJson): void {
  values.set(path, toRunValue(value));
  if (!(value instanceof Map)) return;
  for (const [key, member] of value) collect(values, `${path}.${key}`, member);
}

function toRunValue(value: ExactJson): RunValue {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (Array.isArray(value)) return { kind: 'list' };
  if (value instanceof Map) return { kind: 'object' };
  const number = Number(value);
  if (Number.isNaN(number)) return { kind: 'nan' };
  const isExact =
    typeof value === 'number' || (typeof value === 'bigint' && BigInt(number) === value);
  return isExact ? { kind: 'number', number } : { kind: 'number', number, exact: String(value) };
}
