/**
 * The members of `value` that differ from `base`, so that a state that is close to the base is short.
 * Objects are gone into; lists are taken whole. A member that only the base has is null in `removed`.
 */
export function differenceFrom(base: unknown, value: unknown): unknown {
  // A member that is called like the mark would be taken for it.
  const canEnter = isPlainObject(base) && isPlainObject(value) && !Object.hasOwn(base, '$');
  if (canEnter && !Object.hasOwn(value, '$')) {
    const difference: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      if (!Object.hasOwn(base, name)) difference.push([name, { $: member }]);
      else if (!isSame(base[name], member)) {
        difference.push([name, differenceFrom(base[name], member)]);
      }
    }
    for (const name of Object.keys(base)) {
      if (!Object.hasOwn(value, name)) difference.push([name, { $: REMOVED }]);
    }
    return Object.fromEntries(difference);
  }
  return { $: value };
}

/** Marks a member that the base has and the value has not. JSON has no undefined. */
const REMOVED = '\u0000removed';

/** The reverse of {@link differenceFrom}. What was written by hand gives something, or throws nothing. */
export function applyDifference(base: unknown, difference: unknown): unknown {
  if (!isPlainObject(difference)) return base;
  if (Object.hasOwn(difference, '$')) return difference['$'];
  const members = new Map(isPlainObject(base) ? Object.entries(base) : []);
  for (const [name, change] of Object.entries(difference)) {
    const isRemoval = isPlainObject(change) && change['$'] === REMOVED;
    if (isRemoval) members.delete(name);
    else members.set(name, applyDifference(members.get(name), change));
  }
  return Object.fromEntries(members);
}

/** Whether both are the same JSON, whatever the order of members. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
