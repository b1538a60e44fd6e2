import { createHash } from 'node:crypto';
import type { ExactJson, ReportNode } from '@runloom/model';
import { plainRecord } from '../workspaces/exact.ts';
import { type ReportPlace, readBlock } from './blocks.ts';
import { canonical } from './exact.ts';
import { DROPPED_MEMBERS } from './inline.ts';
import { nodeKey } from './same-node.ts';
import { type BlockPair, isBlankEnd } from './write-blocks.ts';

/**
 * Blocks of a text that a client sends, with blocks of ours: those that it did not change stay what
 * they are, with their names, comments and everything that W&B has no word for.
 */
export function receiveBlocks(
  incoming: readonly ExactJson[],
  current: readonly BlockPair[],
  place: ReportPlace,
): readonly BlockPair[] {
  const same = Map.groupBy(current, ({ block }) => canonical(block));
  const close = Map.groupBy(current, ({ block }) => canonical(withoutDropped(block)));
  const taken = new Set<BlockPair>();
  const names = new Set(
    current.flatMap(({ nodes }) => nodes.map(({ attrs }) => String(attrs?.['block'] ?? ''))),
  );
  const take = (found: BlockPair[] | undefined): BlockPair | undefined => {
    const pair = found?.find((candidate) => !taken.has(candidate));
    if (pair !== undefined) taken.add(pair);
    return pair;
  };
  const exactly = incoming.map((block) => take(same.get(canonical(block))));
  const kept = exactly.map((pair, at) => pair ?? take(close.get(canonical(incoming[at] ?? null))));
  const left = current.filter((pair) => !taken.has(pair) && pair.nodes.length === 1);
  return incoming.map((block, at) => {
    const pair = kept[at];
    if (pair !== undefined) return pair;
    if (isBlankEnd(block, at, incoming.length)) return { block, nodes: [] };
    const nodes = readBlock(plainRecord(block), place);
    // The first one of its kind that is gone: comments on it stay where they were.
    const old = left.findIndex(({ nodes: [node] }) => node?.type === nodes[0]?.type);
    const [before] = old < 0 ? [] : left.splice(old, 1);
    return { block, nodes: named(nodes, before?.nodes[0]?.attrs?.['block'], names) };
  });
}

/** As the client would send a block of ours that it only loaded. */
function withoutDropped(value: ExactJson): ExactJson {
  if (Array.isArray(value)) return value.map(withoutDropped);
  if (!(value instanceof Map)) return value;
  const isText = value.has('text');
  const isCallout = value.get('type') === 'callout-block';
  return new Map(
    [...value]
      .filter(([name]) => !(isText && DROPPED_MEMBERS.includes(name)))
      .filter(([name]) => !(isCallout && name === 'tone'))
      .map(([name, member]) => [name, withoutDropped(member)]),
  );
}

/**
 * Each gets the name of the block that it takes the place of, or one that is made of what it says: the
 * same text gives the same names.
 */
function named(
  nodes: readonly ReportNode[],
  first: unknown,
  taken: Set<string>,
): readonly ReportNode[] {
  return nodes.map((node, index) => {
    const known = index === 0 && typeof first === 'string' ? first : null;
    const block = known ?? nameOf(node, taken);
    taken.add(block);
    return { ...node, attrs: { ...node.attrs, block } };
  });
}

function nameOf(node: ReportNode, taken: ReadonlySet<string>): string {
  const key = nodeKey(node);
  for (let number = 0; ; number += 1) {
    const digest = createHash('sha256').update(`${number} ${key}`).digest();
    const name = BigInt(`0x${digest.toString('hex')}`)
      .toString(36)
      .slice(0, 12);
    if (!taken.has(name)) return name;
  }
}
