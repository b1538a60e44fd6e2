import type { ExactJson } from '../exact-json.ts';

/**
 * How the items of a list are told apart: not at all (the list is one value), by their place, or by
 * a name that each gets, unique in its list.
 */
export type ListRule = 'whole' | 'place' | ((items: readonly ExactJson[]) => readonly string[]);

/**
 * Does to `mine` what was done between `before` and `after`, and leaves everything else of it as it
 * is: members that neither of the two knows, and those that they agree on. Nothing changed gives
 * `mine` itself; with `mine` the same as `before` it gives `after`.
 * @param ruleOf rule of a list by its path: names of members with dots between, `[]` for an item
 */
export function mergeChanges(
  mine: ExactJson,
  before: ExactJson,
  after: ExactJson,
  ruleOf: (path: string) => ListRule,
): ExactJson {
  return merge(mine, before, after, ruleOf, '') ?? null;
}

type Maybe = ExactJson | undefined;

function merge(
  mine: Maybe,
  before: Maybe,
  after: Maybe,
  ruleOf: (path: string) => ListRule,
  path: string,
): Maybe {
  if (isSameJson(before, after)) return mine;
  if (mine instanceof Map && before instanceof Map && after instanceof Map) {
    const merged = new Map(mine);
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(name), after.get(name)];
      if (isSameJson(was, is)) continue;
      const inner = path === '' ? name : `${path}.${name}`;
      const value = is === undefined ? undefined : merge(mine.get(name), was, is, ruleOf, inner);
      if (value === undefined) merged.delete(name);
      else merged.set(name, value);
    }
    return merged;
  }
  const rule = ruleOf(path);
  if (rule === 'whole' || !Array.isArray(mine) || !Array.isArray(before) || !Array.isArray(after)) {
    return after;
  }
  return mergeLists(mine, before, after, rule, (...items) => merge(...items, ruleOf, `${path}[]`));
}

function mergeLists(
  mine: readonly ExactJson[],
  before: readonly ExactJson[],
  after: readonly ExactJson[],
  rule: Exclude<ListRule, 'whole'>,
  mergeItems: (mine: ExactJson, before: Maybe, after: ExactJson) => Maybe,
): ExactJson[] {
  const named = (items: readonly ExactJson[]): ReadonlyMap<string, ExactJson> => {
    const names = rule === 'place' ? items.map((_, index) => String(index)) : rule(items);
    return new Map(items.map((item, index) => [names[index] ?? String(index), item]));
  };
  const [own, was, is] = [named(mine), named(before), named(after)];
  const items = new Map<string, ExactJson>();
  for (const [name, item] of own) {
    const target = is.get(name);
    if (target !== undefined) {
      const merged = mergeItems(item, was.get(name), target);
      if (merged !== undefined) items.set(name, merged);
    } else if (!was.has(name)) items.set(name, item);
  }
  for (const [name, item] of is) if (!own.has(name) && !was.has(name)) items.set(name, item);

  const common = (names: Iterable<string>, other: ReadonlyMap<string, unknown>) =>
    [...names].filter((name) => other.has(name)).join('\n');
  const isReordered = common(was.keys(), is) !== common(is.keys(), was);
  const [leading, following] = isReordered ? [is, own] : [own, is];
  return weave(leading.keys(), following.keys()).flatMap((name) => {
    const item = items.get(name);
    return item === undefined ? [] : [item];
  });
}

/** All names in the order of the first list; each other name stands behind what precedes it in the second. */
function weave(leading: Iterable<string>, following: Iterable<string>): readonly string[] {
  const order = [...leading];
  const known = new Set(order);
  let previous: string | null = null;
  for (const name of following) {
    if (!known.has(name)) {
      order.splice(previous === null ? 0 : order.indexOf(previous) + 1, 0, name);
      known.add(name);
    }
    previous = name;
  }
  return order;
}

/** Whether both are the same JSON, whatever the order of members. */
export function isSameJson(a: ExactJson | undefined, b: ExactJson | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
  }
  if (!(a instanceof Map) || !(b instanceof Map) || a.size !== b.size) return false;
  return [...a].every(([name, member]) => b.has(name) && isSameJson(member, b.get(name)));
}
