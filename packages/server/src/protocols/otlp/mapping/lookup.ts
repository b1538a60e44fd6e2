import type { JsonText } from '../../../domains/calls/index.ts';
import { type AttributeNode, nodeAt, nodeText } from './attribute-tree.ts';
import type { Convention, Meaning } from './convention.ts';
import { isRecord, ownMember, parseObjectText } from './json-text.ts';

/** Where to look for one thing: the parts of an attribute's name, and a member of the JSON it holds. */
interface Place {
  readonly parts: readonly string[];
  readonly member: string | null;
}

export type Places = ReadonlyMap<Meaning, readonly Place[]>;

/** Joins what the families say of each meaning, in their order. */
export function compilePlaces(conventions: readonly Convention[]): Places {
  const places = new Map<Meaning, Place[]>();
  for (const { meanings = {} } of conventions) {
    for (const [meaning, names] of Object.entries(meanings) as [Meaning, readonly string[]][]) {
      const found = places.get(meaning) ?? [];
      found.push(...names.map(readPlace));
      places.set(meaning, found);
    }
  }
  return places;
}

function readPlace(name: string): Place {
  const [attribute = '', member] = name.split('#');
  return { parts: attribute.split('.'), member: member ?? null };
}

/** Finds values by their meaning among the attributes of one span. */
export interface Lookup {
  /** Not empty; numbers and flags as texts. */
  text(meaning: Meaning): string | null;
  /** A number, or the text of one; finite. */
  number(meaning: Meaning): number | null;
  /** An object or list: below the attribute, or in its text. */
  json(meaning: Meaning): JsonText | null;
}

export function createLookup(root: AttributeNode, places: Places): Lookup {
  const first = <T>(meaning: Meaning, read: (node: AttributeNode, place: Place) => T | null) => {
    for (const place of places.get(meaning) ?? []) {
      const node = nodeAt(root, place.parts);
      const value = node === null ? null : read(node, place);
      if (value !== null) return value;
    }
    return null;
  };
  return {
    text: (meaning) =>
      first(meaning, (node, place) => {
        const value = plainAt(node, place);
        return value === null || value === '' ? null : String(value);
      }),
    number: (meaning) =>
      first(meaning, (node, place) => {
        const value = plainAt(node, place);
        const number =
          typeof value === 'string' && value.trim() !== '' ? Number(value) : (value as unknown);
        return typeof number === 'number' && Number.isFinite(number) ? number : null;
      }),
    json: (meaning) =>
      first(meaning, (node) => {
        if (node.members !== null) return nodeText(node);
        if (node.value === null) return null;
        const { json, plain } = node.value;
        if (typeof plain === 'string') return parseObjectText(plain)?.json ?? null;
        return plain === null && json !== 'null' ? json : null;
      }),
  };
}

function plainAt({ value }: AttributeNode, { member }: Place): string | number | boolean | null {
  if (value === null) return null;
  if (member === null) return value.plain;
  if (typeof value.plain !== 'string') return null;
  const parsed = parseObjectText(value.plain)?.value;
  const found = isRecord(parsed) ? ownMember(parsed, member) : null;
  return typeof found === 'string' || typeof found === 'number' ? found : null;
}
