import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * Bounds that every recorded query of the client and of the browser stays far below. They are
 * checked before validation, whose own cost grows with the square of some of these.
 */
export const LIMITS = {
  characters: 100_000,
  tokens: 5_000,
  depth: 15,
  aliases: 50,
  /** With fragments counted wherever they are used. */
  fields: 2_000,
  rootFields: 20,
  directives: 100,
} as const;

interface Cost {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Cost = { depth: 0, fields: 0, aliases: 0, directives: 0 };

/** What is wrong with the size of a document; null when it is within the limits. */
export function exceededLimit(document: DocumentNode): GraphQLError | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const meter = createMeter(fragments);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const problem = problemOf(meter(definition.selectionSet), definition.selectionSet);
    if (problem !== null) return new GraphQLError(`The query is too large: ${problem}.`);
  }
  return null;
}

function problemOf(cost: Cost, root: SelectionSetNode): string | null {
  if (cost.depth > LIMITS.depth) return `it is nested deeper than ${LIMITS.depth} levels`;
  if (cost.aliases > LIMITS.aliases) return `it has more than ${LIMITS.aliases} aliases`;
  if (cost.fields > LIMITS.fields) return `it has more than ${LIMITS.fields} fields`;
  if (cost.directives > LIMITS.directives)
    return `it has more than ${LIMITS.directives} directives`;
  if (root.selections.length > LIMITS.rootFields) {
    return `it asks for more than ${LIMITS.rootFields} things at once`;
  }
  return null;
}

/** Measures selections; each fragment once, so that fragments within fragments stay cheap. */
function createMeter(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const measured = new Map<string, Cost>();

  function measureFragment(name: string): Cost {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // A fragment that uses itself counts nothing here; validation refuses it.
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const cost = fragment === undefined ? NOTHING : measure(fragment.selectionSet);
    measured.set(name, cost);
    return cost;
  }

  function measure(set: SelectionSetNode): Cost {
    let total = NOTHING;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        total = add(total, measureFragment(selection.name.value), 0);
      } else {
        const inner = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
        total = add(total, inner, selection.kind === Kind.FIELD ? 1 : 0);
        if (selection.kind === Kind.FIELD && selection.alias) {
          total = { ...total, aliases: total.aliases + 1 };
        }
      }
      const directives = selection.directives?.length ?? 0;
      total = { ...total, directives: total.directives + directives };
    }
    return total;
  }

  return measure;
}

/** `levels` is 1 for a field, which stands above its selections, and 0 for a fragment. */
function add(total: Cost, inner: Cost, levels: 0 | 1): Cost {
  return {
    depth: Math.max(total.depth, inner.depth + levels),
    fields: total.fields + inner.fields + levels,
    aliases: total.aliases + inner.aliases,
    directives: total.directives + inner.directives,
  };
}
