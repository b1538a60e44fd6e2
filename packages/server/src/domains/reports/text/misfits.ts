import { attributeIssues, nodeSpec, REPORT_LIMITS } from '@runloom/model';
import * as Y from 'yjs';
import { REPORT_SCHEMA } from './schema.ts';

/**
 * Whether something that a transaction changed does not fit the schema now, as concurrent changes may
 * leave it: the last item of a list deleted on one side, the list filled on the other. Looks at what
 * was changed alone, so that a keystroke costs nothing of the whole.
 */
export function leavesMisfits(transaction: Y.Transaction): boolean {
  for (const type of transaction.changed.keys()) {
    if (type instanceof Y.XmlText) {
      if (type.parent instanceof Y.XmlElement && isMisfit(type.parent)) return true;
    } else if (type instanceof Y.XmlFragment) {
      if (isGone(type)) continue;
      if (depthOf(type) > REPORT_LIMITS.depth || isMisfit(type)) return true;
      if (hasNewMisfit(type, transaction)) return true;
    }
  }
  return false;
}

const isGone = (type: Y.XmlFragment): boolean => type._item?.deleted === true;

function depthOf(type: Y.XmlFragment): number {
  let depth = 0;
  for (let at = type.parent; at !== null; at = at.parent) depth += 1;
  return depth;
}

/** Elements that came with the transaction are not among the changed ones: only who holds them is. */
function hasNewMisfit(holder: Y.XmlFragment, transaction: Y.Transaction): boolean {
  const rest = holder.toArray().map((type) => ({ type, depth: depthOf(holder) + 1 }));
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { type, depth } = next;
    if (!(type instanceof Y.XmlElement) || !isNew(type, transaction)) continue;
    if (depth > REPORT_LIMITS.depth || isMisfit(type)) return true;
    for (const child of type.toArray()) rest.push({ type: child, depth: depth + 1 });
  }
  return false;
}

function isNew({ _item: item }: Y.XmlElement, { beforeState }: Y.Transaction): boolean {
  return item !== null && item.id.clock >= (beforeState.get(item.id.client) ?? 0);
}

/** One element by itself: its attributes, and what stands directly in it. */
function isMisfit(type: Y.XmlFragment): boolean {
  const isElement = type instanceof Y.XmlElement;
  const name = isElement ? type.nodeName : 'doc';
  const spec = nodeSpec(name);
  const nodeType = REPORT_SCHEMA.nodes[name];
  if (spec === null || nodeType === undefined) return true;
  if (isElement && attributeIssues(name, spec.attributes, type.getAttributes()).length > 0) {
    return true;
  }
  let match = nodeType.contentMatch;
  for (const child of type.toArray()) {
    const childName = child instanceof Y.XmlElement ? child.nodeName : 'text';
    if (child instanceof Y.XmlText) {
      if (child.length === 0) continue;
      if (spec.marks === '' && hasMarks(child)) return true;
    }
    const childType = REPORT_SCHEMA.nodes[childName];
    const next = childType === undefined ? null : match.matchType(childType);
    if (next === null) return true;
    match = next;
  }
  // An editor that was opened on nothing shows an empty paragraph, and writes it with the first stroke.
  return isElement && !match.validEnd;
}

function hasMarks(text: Y.XmlText): boolean {
  const delta = text.toDelta() as readonly { readonly attributes?: object }[];
  return delta.some(({ attributes }) => Object.keys(attributes ?? {}).length > 0);
}
