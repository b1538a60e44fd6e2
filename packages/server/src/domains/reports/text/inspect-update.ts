import { attributeIssues, markSpec, nodeSpec, REPORT_LIMITS } from '@runloom/model';
import * as Y from 'yjs';
import { markNameOf } from './schema.ts';
import {
  createLookup,
  type Lookup,
  Missing,
  type Owner,
  Refusal,
  refuseOwner,
  type Struct,
} from './update-lookup.ts';

/**
 * What an update is: to be taken; to wait for others that it builds on; or nothing that a report may
 * hold, with the reason.
 */
export type Inspection =
  | { readonly kind: 'fits' }
  | { readonly kind: 'waits' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Looks at a change before it is done to the document: once done it could not be taken back. What
 * people write at the same time can break the schema without anybody's fault, and is mended afterwards
 * (`misfits.ts`); what is refused here no editor of a report writes.
 */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array): Inspection {
  let structs: readonly Struct[];
  try {
    structs = Y.decodeUpdate(update).structs as readonly Struct[];
  } catch {
    return { kind: 'refused', reason: 'This is no change of a document.' };
  }
  const look = createLookup(doc, structs);
  try {
    for (const struct of structs) {
      if (struct instanceof Y.Skip) return { kind: 'waits' };
      look.refuseGap(struct);
      if (struct instanceof Y.Item) inspectItem(struct, look);
    }
  } catch (error) {
    if (error instanceof Missing) return { kind: 'waits' };
    if (error instanceof Refusal) return { kind: 'refused', reason: error.message };
    throw error;
  }
  return { kind: 'fits' };
}

const isElement = (owner: Owner): owner is Y.XmlElement => owner instanceof Y.XmlElement;

function inspectItem(item: Y.Item, look: Lookup): void {
  const { content } = item;
  const { owner, attribute } = look.homeOf(item);
  // Both ends agree that it is gone.
  if (owner === null || content instanceof Y.ContentDeleted) return;
  if (content instanceof Y.ContentString) {
    inspectString(content.str, owner);
  } else if (content instanceof Y.ContentFormat) {
    inspectFormat(content, owner);
  } else if (content instanceof Y.ContentType) {
    if (attribute !== null || owner instanceof Y.XmlText) refuseOwner();
    if (look.depthOf(owner) >= REPORT_LIMITS.depth) {
      throw new Refusal(`Blocks are nested at most ${REPORT_LIMITS.depth} deep.`);
    }
    inspectType(content.type);
  } else if (content instanceof Y.ContentAny && attribute !== null && isElement(owner)) {
    inspectAttribute(owner.nodeName, attribute, content.arr.at(-1));
  } else throw new Refusal('A report is made of elements and texts, nothing else.');
}

function inspectString(text: string, owner: Exclude<Owner, null>): void {
  if (!(owner instanceof Y.XmlText)) throw new Refusal('Text stands in blocks of text only.');
  if (text.length > REPORT_LIMITS.text) {
    throw new Refusal(`One piece of text has at most ${REPORT_LIMITS.text} characters.`);
  }
}

function inspectFormat(content: Y.ContentFormat, owner: Exclude<Owner, null>): void {
  const name = markNameOf(content.key);
  const spec = markSpec(name);
  if (spec === null || !(owner instanceof Y.XmlText)) {
    throw new Refusal(`A report has no mark of the type ${JSON.stringify(name.slice(0, 100))}.`);
  }
  const value: unknown = content.value;
  if (value === null) return;
  const [issue] = isPlain(value)
    ? attributeIssues(name, spec.attributes, value)
    : [`attrs of ${name} are an object`];
  if (issue !== undefined) throw new Refusal(`${issue}.`);
}

function inspectType(type: unknown): void {
  if (type instanceof Y.XmlText) return;
  const name = type instanceof Y.XmlElement ? type.nodeName : '';
  if (nodeSpec(name) === null || name === 'doc' || name === 'text') {
    throw new Refusal(`A report has no block of the type ${JSON.stringify(name.slice(0, 100))}.`);
  }
}

function inspectAttribute(nodeName: string, attribute: string, value: unknown): void {
  const rules = nodeSpec(nodeName)?.attributes ?? {};
  const rule = Object.hasOwn(rules, attribute) ? rules[attribute] : undefined;
  if (rule === undefined) {
    throw new Refusal(`${nodeName} has no attribute ${JSON.stringify(attribute.slice(0, 100))}.`);
  }
  if (value === null || value === undefined) return;
  if (!isPlain(value)) throw new Refusal(`${nodeName}.${attribute} is not JSON.`);
  const [issue] = attributeIssues(nodeName, { [attribute]: rule }, { [attribute]: value });
  if (issue !== undefined) throw new Refusal(`${issue}.`);
}

/**
 * Whether it is JSON through and through. Decoded objects may carry another prototype than their own
 * (`__proto__` is a key like others on the wire).
 */
export function isPlain(value: unknown): boolean {
  const rest: unknown[] = [value];
  for (let count = 0; rest.length > 0; count += 1) {
    const next = rest.pop();
    if (count > 1_000_000 || next === undefined) return false;
    if (typeof next !== 'object' || next === null) {
      if (typeof next === 'bigint') return false;
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(next);
    if (Array.isArray(next)) rest.push(...next);
    else if (prototype === Object.prototype || prototype === null)
      rest.push(...Object.values(next));
    else return false;
  }
  return true;
}
