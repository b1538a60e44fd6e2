type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Specifications for Vega-Lite 4, as those that were made for W&B mostly are, with `selection` as the
 * `params` that took its place in version 5: without them they would draw, and not zoom.
 */
export function upgradeSelections(spec: Json): Json {
  return upgrade(spec) as Json;
}

function upgrade(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upgrade);
  if (!isObject(value)) return value;
  const upgraded: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) upgraded[name] = upgrade(member);
  const { selection, ...rest } = upgraded;
  if (isObject(selection)) {
    const known = Array.isArray(rest['params']) ? rest['params'] : [];
    const made = Object.entries(selection).map(([name, one]) => paramOf(name, one));
    return { ...rest, params: [...known, ...made] };
  }
  // A condition, or a filter, on a selection by its name.
  if (typeof selection === 'string') return { ...rest, param: selection };
  return { ...upgraded };
}

function paramOf(name: string, selection: unknown): Json {
  if (!isObject(selection)) return { name, select: 'point' };
  const { type, bind, init, ...rest } = selection;
  const select = { ...rest, type: type === 'interval' ? 'interval' : 'point' };
  return {
    name,
    select,
    ...(bind === undefined ? {} : { bind }),
    ...(init === undefined ? {} : { value: init }),
  };
}
