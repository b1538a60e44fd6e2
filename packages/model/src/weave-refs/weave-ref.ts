/** One step into a value: an attribute or key of an object, an item of a list, a row of a table. */
export interface RefStep {
  readonly edge: 'attr' | 'key' | 'index' | 'id';
  readonly value: string;
}

interface InProject {
  readonly entity: string;
  readonly project: string;
  readonly path: readonly RefStep[];
}

/** What a reference of Weave names: `weave:///entity/project/kind/…`. */
export type WeaveRef =
  | (InProject & {
      readonly kind: 'object' | 'op';
      readonly name: string;
      /** A digest, `latest`, `v3`, an alias; in filters also `*`. */
      readonly version: string;
    })
  | (InProject & { readonly kind: 'table'; readonly digest: string })
  | (InProject & { readonly kind: 'call'; readonly id: string });

export const WEAVE_SCHEME = 'weave:///';

/** Longer paths can only be an attack on whoever follows them. */
const MAX_STEPS = 100;

const EDGES: ReadonlySet<string> = new Set(['attr', 'key', 'index', 'id']);

/** Null for a text that is no reference to an object, op, table or call. */
export function parseWeaveRef(text: string): WeaveRef | null {
  if (!text.startsWith(WEAVE_SCHEME)) return null;
  const [entityPart, projectPart, kind, target, ...rest] = text
    .slice(WEAVE_SCHEME.length)
    .split('/');
  const [entity, project] = [decodeSegment(entityPart), decodeSegment(projectPart)];
  if (!entity || !project || !target) return null;
  const path = readPath(rest);
  if (path === null) return null;
  switch (kind) {
    case 'object':
    case 'op': {
      const colon = target.lastIndexOf(':');
      if (colon <= 0 || colon === target.length - 1) return null;
      const [name, version] = [
        decodeSegment(target.slice(0, colon)),
        decodeSegment(target.slice(colon + 1)),
      ];
      return name && version ? { kind, entity, project, name, version, path } : null;
    }
    case 'table':
      return { kind, entity, project, digest: target, path };
    case 'call': {
      const id = decodeSegment(target);
      return id ? { kind, entity, project, id, path } : null;
    }
    default:
      return null;
  }
}

/** As clients write it: owner, project and name as they are, steps escaped. */
export function formatWeaveRef(ref: WeaveRef): string {
  const steps = ref.path.map(({ edge, value }) => `/${edge}/${escapeStep(value)}`).join('');
  return `${WEAVE_SCHEME}${ref.entity}/${ref.project}/${ref.kind}/${targetOf(ref)}${steps}`;
}

function targetOf(ref: WeaveRef): string {
  if (ref.kind === 'table') return ref.digest;
  return ref.kind === 'call' ? ref.id : `${ref.name}:${ref.version}`;
}

function readPath(segments: readonly string[]): readonly RefStep[] | null {
  if (segments.length % 2 !== 0 || segments.length > 2 * MAX_STEPS) return null;
  const path: RefStep[] = [];
  for (let at = 0; at < segments.length; at += 2) {
    const [edge = '', value] = [segments[at], decodeSegment(segments[at + 1])];
    if (!EDGES.has(edge) || value === null) return null;
    path.push({ edge: edge as RefStep['edge'], value });
  }
  return path;
}

/** Names can't hold `%`, so one that does was escaped. Null for a broken escape. */
function decodeSegment(segment: string | undefined): string | null {
  if (segment === undefined) return null;
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** Everything but `A-Z a-z 0-9 _ . - ~`, as Python's `quote` with nothing safe. */
const escapeStep = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
