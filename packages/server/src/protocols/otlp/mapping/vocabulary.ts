import type { SpanAttributes } from '../request/index.ts';
import { type AttributeTree, nodeAt } from './attribute-tree.ts';
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
/** Names, over all lists of names, that are remembered. */
const MAX_NAMES = 2_000;

/** What follows on a list of names of attributes, and what of the vocabulary such spans have. */
interface Shape {
  readonly next: Map<string, Shape>;
  isKnown: boolean;
  vocabulary: Vocabulary | null;
}

const newShape = (): Shape => ({ next: new Map(), isKnown: false, vocabulary: null });

/**
 * Finds the part of the vocabulary that can hold of a span. Spans that come together are alike: where
 * the same names come again, it is just what those names have; else that whose names begin as any
 * of its attributes do.
 */
export function createNarrowing(): (attributes: SpanAttributes, root: AttributeTree) => Vocabulary {
  const byFirstNames = createFirstNarrowing();
  const start = newShape();
  let names = 0;
  const shapeOf = (attributes: SpanAttributes): Shape | null => {
    let shape = start;
    for (const name of attributes.keys()) {
      let next = shape.next.get(name);
      if (next === undefined) {
        if (names >= MAX_NAMES) return null;
        names += 1;
        next = newShape();
        shape.next.set(name, next);
      }
      shape = next;
    }
    return shape;
  };
  return (attributes, root) => {
    const shape = shapeOf(attributes);
    if (shape?.vocabulary) return shape.vocabulary;
    const likely = byFirstNames(root);
    if (shape === null) return likely;
    // It takes long to find out, so not for names that come once.
    if (!shape.isKnown) shape.isKnown = true;
    else shape.vocabulary = narrow(likely, ({ parts }) => nodeAt(root, parts) !== null);
    return likely;
  };
}

function createFirstNarrowing(): (root: AttributeTree) => Vocabulary {
  const known = new Map<string, Vocabulary>();
  return (root) => {
    const names = [...root.members.keys()].join('.');
    const found = known.get(names);
    if (found !== undefined) return found;
    if (known.size >= MAX_REMEMBERED) return VOCABULARY;
    const narrowed = narrow(VOCABULARY, ({ parts }) => root.members.has(parts[0] ?? ''));
    known.set(names, narrowed);
    return narrowed;
  };
}

function narrow(
  { places, kinds, input, output }: Vocabulary,
  canHold: (place: { readonly parts: readonly string[] }) => boolean,
): Vocabulary {
  return {
    places: new Map([...places].map(([meaning, some]) => [meaning, some.filter(canHold)])),
    kinds: kinds.filter(canHold),
    input: { ...input, attributes: input.attributes.filter(canHold) },
    output: { ...output, attributes: output.attributes.filter(canHold) },
  };
}
