import { objectText, type SpanAttributes, type SpanValue } from '../request/index.ts';

/** The attributes of a span by the dots in their names: `gen_ai.prompt.0.role` lies four deep. */
export interface AttributeNode {
  /** The whole name of the attribute, or what those below it begin with. */
  readonly path: string;
  value: SpanValue | null;
  readonly members: Map<string, AttributeNode>;
}

/** A name with more parts is kept in one: nobody's names are that deep but an attacker's. */
const MAX_PARTS = 24;

const INDEX = /^(?:0|[1-9]\d{0,5})$/;

export function buildTree(attributes: SpanAttributes): AttributeNode {
  const root: AttributeNode = { path: '', value: null, members: new Map() };
  for (const [name, value] of attributes) {
    const parts = name.split('.');
    let node = root;
    if (parts.length > MAX_PARTS) node = memberOf(root, name);
    else for (const part of parts) node = memberOf(node, part);
    node.value = value;
  }
  return root;
}

function memberOf(node: AttributeNode, part: string): AttributeNode {
  let member = node.members.get(part);
  if (member === undefined) {
    const path = node.path === '' ? part : `${node.path}.${part}`;
    member = { path, value: null, members: new Map() };
    node.members.set(part, member);
  }
  return member;
}

/** What stands at a name, split at its dots; null when nothing does. */
export function nodeAt(root: AttributeNode, parts: readonly string[]): AttributeNode | null {
  let node: AttributeNode | undefined = root;
  for (const part of parts) {
    node = node.members.get(part);
    if (node === undefined) return null;
  }
  return node;
}

/** The JSON of what stands at a node and below it: lists where all names are numbers from 0 on. */
export function nodeText(node: AttributeNode): string {
  const { members, value } = node;
  if (members.size === 0) return value?.json ?? 'null';
  const items = listItems(members);
  if (items !== null) return `[${items.map(nodeText).join(',')}]`;
  return objectText(
    [...members].map(([name, member]) => [name, { json: nodeText(member), plain: null }] as const),
  );
}

function listItems(members: ReadonlyMap<string, AttributeNode>): AttributeNode[] | null {
  if (!members.has('0')) return null;
  const items: AttributeNode[] = [];
  for (const [name, member] of members) {
    if (!INDEX.test(name) || Number(name) >= members.size) return null;
    items[Number(name)] = member;
  }
  return items;
}

/**
 * The members of the JSON object that all attributes make. A name that has a value and begins other
 * names, too, keeps its value under the whole name.
 * @param without what is left out, with all below it
 */
export function treeMembers(
  root: AttributeNode,
  without: ReadonlySet<AttributeNode>,
): Map<string, SpanValue> {
  const members = new Map<string, SpanValue>();
  for (const [name, node] of root.members) {
    const pruned = prune(node, without);
    if (pruned !== null) members.set(name, { json: nodeText(pruned), plain: null });
  }
  addDoubles(root, without, members);
  return members;
}

function prune(node: AttributeNode, without: ReadonlySet<AttributeNode>): AttributeNode | null {
  if (without.has(node)) return null;
  if (node.members.size === 0 || without.size === 0) return node;
  const members = new Map<string, AttributeNode>();
  for (const [name, member] of node.members) {
    const pruned = prune(member, without);
    if (pruned !== null) members.set(name, pruned);
  }
  return members.size === 0 ? null : { ...node, members };
}

function addDoubles(
  node: AttributeNode,
  without: ReadonlySet<AttributeNode>,
  into: Map<string, SpanValue>,
): void {
  for (const member of node.members.values()) {
    if (member.members.size === 0 || without.has(member)) continue;
    if (member.value !== null) into.set(member.path, member.value);
    addDoubles(member, without, into);
  }
}
