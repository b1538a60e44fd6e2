import type { SpanAttributes, SpanValue } from '../request/index.ts';

/** The attributes of a span by the dots in their names: `gen_ai.prompt.0.role` lies four deep. */
export interface AttributeNode {
  /** The whole name of the attribute that has a value here; '' without one. */
  name: string;
  value: SpanValue | null;
  /** What begins with the name and a dot; null of a name that begins no other. */
  members: Map<string, AttributeNode> | null;
}

export interface AttributeTree extends AttributeNode {
  readonly members: Map<string, AttributeNode>;
  /** Attributes whose name begins other names, too. */
  readonly doubles: Set<AttributeNode>;
}

/** A name with more parts is kept in one: nobody's names are that deep but an attacker's. */
const MAX_PARTS = 24;

const INDEX = /^(?:0|[1-9]\d{0,5})$/;

/** The parts of a name. Spans that come together have the same names: who maps many remembers them. */
export type SplitName = (name: string) => readonly string[];

const splitName: SplitName = (name) => name.split('.');

const MAX_REMEMBERED = 1_000;

export function createNameSplitter(): SplitName {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const parts = splitName(name);
    if (known.size < MAX_REMEMBERED) known.set(name, parts);
    return parts;
  };
}

export function buildTree(attributes: SpanAttributes, split = splitName): AttributeTree {
  const doubles = new Set<AttributeNode>();
  const root = { ...emptyNode(), members: new Map<string, AttributeNode>(), doubles };
  for (const [name, value] of attributes) {
    const parts = split(name);
    let node: AttributeNode = root;
    if (parts.length > MAX_PARTS) node = memberOf(root, name, doubles);
    else for (const part of parts) node = memberOf(node, part, doubles);
    node.name = name;
    node.value = value;
    if (node.members !== null) doubles.add(node);
  }
  return root;
}

const emptyNode = (): AttributeNode => ({ name: '', value: null, members: null });

function memberOf(node: AttributeNode, part: string, doubles: Set<AttributeNode>): AttributeNode {
  if (node.members === null) {
    node.members = new Map();
    if (node.value !== null) doubles.add(node);
  }
  let member = node.members.get(part);
  if (member === undefined) {
    member = emptyNode();
    node.members.set(part, member);
  }
  return member;
}

/** What stands at a name, split at its dots; null when nothing does. */
export function nodeAt(root: AttributeNode, parts: readonly string[]): AttributeNode | null {
  let node: AttributeNode | undefined = root;
  // Hundreds of names are looked up in each span: by place, which is quicker than by iterator.
  for (let at = 0; at < parts.length; at += 1) {
    node = node.members?.get(parts[at] ?? '');
    if (node === undefined) return null;
  }
  return node;
}

const NOTHING: ReadonlySet<AttributeNode> = new Set();

/** The JSON of what stands at a node and below it: lists where all names are numbers from 0 on. */
export const nodeText = (node: AttributeNode): string => textOf(node, NOTHING) ?? '{}';

/** @returns null when nothing is left but what is left out */
function textOf(node: AttributeNode, without: ReadonlySet<AttributeNode>): string | null {
  if (without.has(node)) return null;
  const { members, value } = node;
  if (members === null) return value?.json ?? 'null';
  const items = listItems(members);
  if (items !== null) return `[${items.map((item) => textOf(item, without) ?? 'null').join(',')}]`;
  let text = '';
  for (const [name, member] of members) {
    const own = textOf(member, without);
    if (own !== null) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${own}`;
  }
  return text === '' && members.size > 0 ? null : `{${text}}`;
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
  { members, doubles }: AttributeTree,
  without: ReadonlySet<AttributeNode>,
): Map<string, SpanValue> {
  const found = new Map<string, SpanValue>();
  for (const [name, node] of members) {
    const json = textOf(node, without);
    if (json !== null) found.set(name, { json, plain: null });
  }
  for (const { name, value } of [...doubles].filter((node) => !without.has(node))) {
    if (value !== null) found.set(name, value);
  }
  return found;
}
