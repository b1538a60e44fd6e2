import type { AttributeTree } from './attribute-tree.ts';
import { CONVENTIONS } from './conventions/index.ts';
import { compileKinds, type KindPlaces } from './kinds.ts';
import { compilePlaces, type Places } from './lookup.ts';
import { compilePayloads, type PayloadPlaces } from './payloads.ts';

/** Where all families of conventions say things, ready to be looked up. */
export interface Vocabulary {
  readonly places: Places;
  readonly kinds: KindPlaces;
  readonly input: PayloadPlaces;
  readonly output: PayloadPlaces;
}

export const VOCABULARY: Vocabulary = {
  places: compilePlaces(CONVENTIONS),
  kinds: compileKinds(CONVENTIONS),
  input: compilePayloads(CONVENTIONS, 'input'),
  output: compilePayloads(CONVENTIONS, 'output'),
};

/** Sets of first names that are remembered; what a sender makes up beyond them is looked up in full. */
const MAX_REMEMBERED = 64;

/**
 * Finds the part of the vocabulary that can hold of a span: that whose names begin as any of its
 * attributes do. Spans that come together are alike, so that it is made once for many.
 */
export function createNarrowing(): (root: AttributeTree) => Vocabulary {
  const known = new Map<string, Vocabulary>();
  return (root) => {
    const names = [...root.members.keys()].join('.');
    const found = known.get(names);
    if (found !== undefined) return found;
    if (known.size >= MAX_REMEMBERED) return VOCABULARY;
    const narrowed = narrow(VOCABULARY, root);
    known.set(names, narrowed);
    return narrowed;
  };
}

function narrow({ places, kinds, input, output }: Vocabulary, root: AttributeTree): Vocabulary {
  const canHold = ({ parts }: { readonly parts: readonly string[] }): boolean =>
    root.members.has(parts[0] ?? '');
  return {
    places: new Map([...places].map(([meaning, some]) => [meaning, some.filter(canHold)])),
    kinds: kinds.filter(canHold),
    input: { ...input, attributes: input.attributes.filter(canHold) },
    output: { ...output, attributes: output.attributes.filter(canHold) },
  };
}
