import { upgradeSelections } from './upgrade-selections.ts';

type Json = Readonly<Record<string, unknown>>;

/** A specification that can be drawn, or why it can't. */
export type ChartSpec =
  | { readonly kind: 'ready'; readonly spec: Json; readonly language: 'vega' | 'vega-lite' }
  | { readonly kind: 'broken'; readonly message: string };

/** Names of columns and texts that a specification leaves open. */
export interface Placeholders {
  readonly fields: readonly string[];
  readonly strings: readonly string[];
}

const PLACEHOLDER = /\$\{(field|string):([^}]*)\}/g;
const WHOLE_FIELD = /^\$\{field:([^}]*)\}$/;
/** Deeper specifications are nobody's work. */
const MOST_DEPTH = 100;

/** Reads JSON that somebody typed. */
export function readSpec(text: string): ChartSpec {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (problem) {
    return {
      kind: 'broken',
      message: `The specification is no valid JSON: ${placeOf(text, problem)}`,
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'broken', message: 'The specification must be an object, {…}.' };
  }
  if (depthOf(value, 0) > MOST_DEPTH) {
    return { kind: 'broken', message: 'The specification is nested too deeply.' };
  }
  const spec = value as Json;
  const schema = typeof spec['$schema'] === 'string' ? spec['$schema'] : '';
  const isVega = /\/vega\/v\d/.test(schema) || (schema === '' && Array.isArray(spec['marks']));
  return isVega
    ? { kind: 'ready', spec, language: 'vega' }
    : { kind: 'ready', spec: upgradeSelections(spec), language: 'vega-lite' };
}

/** The columns and texts that a specification asks for, each once, in the order in which they stand. */
export function placeholdersOf(spec: unknown): Placeholders {
  const found = { field: new Set<string>(), string: new Set<string>() };
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const [, kind, name = ''] of value.matchAll(PLACEHOLDER)) {
        found[kind === 'field' ? 'field' : 'string'].add(name);
      }
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(spec);
  return { fields: [...found.field], strings: [...found.string] };
}

/**
 * Puts columns and texts in their places. What asks for a column that is not chosen is left out
 * (a channel that is optional), and so is a title without a text.
 */
export function fillSpec(
  spec: Json,
  fields: Readonly<Record<string, string>>,
  strings: Readonly<Record<string, string>>,
): Json {
  const column = (name: string): string =>
    Object.hasOwn(fields, name) ? (fields[name] ?? '') : '';
  const text = (name: string): string =>
    Object.hasOwn(strings, name) ? (strings[name] ?? '') : '';
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const whole = WHOLE_FIELD.exec(value);
      if (whole !== null) {
        const name = column(whole[1] ?? '');
        return name === '' ? undefined : escapePath(name);
      }
      return value.replace(PLACEHOLDER, (_, kind: string, name: string) =>
        // Within an expression a name stands between quotes.
        kind === 'field' ? column(name).replace(/[\\'"]/g, '\\$&') : text(name),
      );
    }
    if (Array.isArray(value)) return value.map(fill).filter((one) => one !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, member]) => [name, fill(member)] as const);
    // An encoding whose column is not chosen, or a title without its text, is none.
    if (entries.some(([name, member]) => member === undefined && name === 'field'))
      return undefined;
    return Object.fromEntries(
      entries.filter(
        ([name, member]) => member !== undefined && !(name === 'title' && member === ''),
      ),
    );
  };
  const filled = fill(spec);
  return typeof filled === 'object' && filled !== null ? (filled as Json) : {};
}

/** Vega reads dots and brackets as ways into objects. */
const escapePath = (name: string): string => name.replace(/[\\.[\]'"]/g, '\\$&');

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return depth;
  return Math.max(depth, ...Object.values(value).map((member) => depthOf(member, depth + 1)));
}

/** Where reading ended, by line and column, as engines tell it in different words. */
function placeOf(text: string, problem: unknown): string {
  const message = problem instanceof Error ? problem.message : String(problem);
  const at = /position (\d+)/.exec(message)?.[1];
  if (at === undefined) return message;
  const before = text.slice(0, Number(at)).split('\n');
  const words = message.replace(/ in JSON at position.*$/, '').replace(/ \(line.*$/, '');
  return `${words} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
