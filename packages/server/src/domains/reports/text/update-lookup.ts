import { REPORT_FRAGMENT, REPORT_LIMITS } from '@runloom/model';
import * as Y from 'yjs';

/** Why an update can't be a change of a report. */
export class Refusal extends Error {}

/** An update builds on changes that have not come yet. */
export class Missing extends Error {}

export type Struct = Y.Item | Y.GC | Y.Skip;

/** What an item hangs on: the fragment, an element or a text; null when that was deleted. */
export type Owner = 'fragment' | Y.XmlElement | Y.XmlText | null;

export interface Home {
  readonly owner: Owner;
  /** The attribute that it is a value of; null for what stands in a list. */
  readonly attribute: string | null;
}

export interface Lookup {
  /** @throws Missing when earlier changes of the same client have not come yet */
  refuseGap(struct: Struct): void;
  /** @throws Missing, Refusal */
  homeOf(item: Y.Item): Home;
  /** How deep an element stands, counted no further than is allowed. */
  depthOf(owner: Owner): number;
}

/** Finds what items of an update belong to, in the update and in the document that it is for. */
export function createLookup(doc: Y.Doc, structs: readonly Struct[]): Lookup {
  // Before it is named a fragment, what a loaded document holds is of no type.
  doc.getXmlFragment(REPORT_FRAGMENT);
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const list = byClient.get(struct.id.client);
    if (list === undefined) byClient.set(struct.id.client, [struct]);
    else list.push(struct);
  }
  const known = (client: number): number => Y.getState(doc.store, client);
  const homes = new Map<Y.Item, Home>();

  const find = (id: Y.ID): Y.Item | Y.GC => {
    if (id.clock < known(id.client)) return Y.getItem(doc.store, id) as Y.Item | Y.GC;
    const list = byClient.get(id.client) ?? [];
    let [low, high] = [0, list.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = list[middle];
      if (struct === undefined) break;
      if (id.clock < struct.id.clock) high = middle - 1;
      else if (id.clock >= struct.id.clock + struct.length) low = middle + 1;
      else if (struct instanceof Y.Skip) break;
      else return struct;
    }
    throw new Missing();
  };

  const ownHome = (item: Y.Item): Home | null => {
    const parent: unknown = item.parent;
    if (parent === null) return null;
    const attribute = item.parentSub;
    if (typeof parent === 'string') {
      if (parent === REPORT_FRAGMENT) return { owner: 'fragment', attribute };
      throw new Refusal(`A report holds its text under “${REPORT_FRAGMENT}” alone.`);
    }
    if (parent instanceof Y.ID) {
      const holder = find(parent);
      if (holder instanceof Y.GC) return { owner: null, attribute };
      return { owner: ownerIn(holder.content), attribute };
    }
    // An item of the document itself, which is joined to its type.
    return { owner: ownerOf(parent), attribute };
  };

  const itemsOfTypes = new Map<unknown, Y.Item>();
  for (const struct of structs) {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) {
      itemsOfTypes.set(struct.content.type, struct);
    }
  }

  const lookup: Lookup = {
    refuseGap({ id }) {
      const first = byClient.get(id.client)?.[0];
      if (first !== undefined && first.id.clock > known(id.client)) throw new Missing();
    },

    homeOf(item) {
      // Neighbours share their home; only the first of a row says it. Rows are long: no recursion.
      const row: Y.Item[] = [];
      let home: Home | undefined;
      for (let at: Y.Item | Y.GC = item; home === undefined; ) {
        if (at instanceof Y.GC) home = { owner: null, attribute: null };
        else {
          home = homes.get(at) ?? ownHome(at) ?? undefined;
          if (home !== undefined) break;
          row.push(at);
          const next: Y.ID | null = at.origin ?? at.rightOrigin;
          if (next === null || row.length > REPORT_LIMITS.nodes * 10) {
            throw new Refusal('A change belongs nowhere.');
          }
          at = find(next);
        }
      }
      homes.set(item, home);
      for (const one of row) homes.set(one, home);
      return home;
    },

    depthOf(owner) {
      let depth = 0;
      for (let at = owner; at instanceof Y.XmlElement && depth < REPORT_LIMITS.depth; depth += 1) {
        const item = itemsOfTypes.get(at) ?? at._item;
        at = item === null ? null : lookup.homeOf(item).owner;
      }
      return depth;
    },
  };
  return lookup;
}

function ownerIn(content: unknown): Owner {
  if (content instanceof Y.ContentDeleted) return null;
  return content instanceof Y.ContentType ? ownerOf(content.type) : refuseOwner();
}

function ownerOf(type: unknown): Owner {
  if (type instanceof Y.XmlElement || type instanceof Y.XmlText) return type;
  if (type instanceof Y.XmlFragment) return 'fragment';
  return refuseOwner();
}

export function refuseOwner(): never {
  throw new Refusal('A report is made of elements and texts.');
}
