import { type ExactJson, type ListRule, mergeChanges, type ReportNode } from '@runloom/model';
import { exact, plainRecord } from '../workspaces/exact.ts';
import { byText, inside, named, withIds } from '../workspaces/named-items.ts';
import { panelNames } from '../workspaces/names.ts';
import { gridsOf, type ReportPlace, readBlock, writeBlock } from './blocks.ts';
import { writePanelGrid } from './panel-grid.ts';
import { nodeKey } from './same-node.ts';

/** A block of a client's text with the blocks of ours that stand for it. */
export interface BlockPair {
  readonly block: ExactJson;
  readonly nodes: readonly ReportNode[];
}

/**
 * A document as blocks of W&B: those that nobody touched are what the client wrote, letter by letter.
 * @param previous blocks of the client's text; null when no client wrote any
 */
export function pairBlocks(
  content: readonly ReportNode[],
  previous: readonly ExactJson[] | null,
  place: ReportPlace,
): readonly BlockPair[] {
  const known = (previous ?? []).map((block, at): Known => {
    const isBlank = isBlankEnd(block, at, previous?.length ?? 0);
    const own = isBlank ? [] : readBlock(plainRecord(block), place);
    return { block, nodes: own, keys: own.map(nodeKey) };
  });
  // A document always holds a paragraph, a client's text may hold nothing.
  const isNothing = previous !== null && known.every((one) => one.nodes.length === 0);
  const nodes = isNothing && isEmptyText(content) ? [] : content;
  const unused = new Set(known.filter((one) => one.nodes.length > 0));
  const byStart = Map.groupBy(unused, ({ keys }) => keys[0] ?? '');
  const keys = nodes.map(nodeKey);

  const pairs: { readonly known: Known | null; readonly nodes: readonly ReportNode[] }[] = [];
  for (let at = 0; at < nodes.length; ) {
    const found = byStart
      .get(keys[at] ?? '')
      ?.find((one) => unused.has(one) && one.keys.every((key, index) => keys[at + index] === key));
    const length = found?.nodes.length ?? 1;
    if (found !== undefined) unused.delete(found);
    pairs.push({ known: found ?? null, nodes: nodes.slice(at, at + length) });
    at += length;
  }
  const written = pairs.map(({ known: own, nodes: group }): BlockPair => {
    const [node] = group;
    if (own !== null || node === undefined) return { block: own?.block ?? null, nodes: group };
    const grid = node.type === 'panelGrid' ? takeGrid(unused, node) : null;
    const block = grid === null ? exact(writeBlock(node, place)) : mergeGrid(grid, node, place);
    return { block, nodes: group };
  });
  // Clients put an empty paragraph before and after the text, which we have no block for.
  const blank = (one: Known | undefined): readonly BlockPair[] =>
    one !== undefined && one.nodes.length === 0 ? [{ block: one.block, nodes: [] }] : [];
  return [...blank(known[0]), ...written, ...blank(known.length > 1 ? known.at(-1) : undefined)];
}

const isEmptyText = ([only, ...others]: readonly ReportNode[]): boolean =>
  only?.type === 'paragraph' && others.length === 0 && (only.content ?? []).length === 0;

/** A block of the client's text with what it means. */
interface Known extends BlockPair {
  readonly keys: readonly string[];
}

/** Whether a block is an empty paragraph at one end of the text. */
export function isBlankEnd(block: ExactJson, at: number, count: number): boolean {
  if (count < 2 || (at !== 0 && at !== count - 1)) return false;
  const { type, children } = plainRecord(block);
  return type === 'paragraph' && JSON.stringify(children) === '[{"text":""}]';
}

/** The block that a grid was before it was changed: one that shares a run set with it. */
function takeGrid(unused: Set<Known>, node: ReportNode): Known | null {
  const idsOf = (one: ReportNode) => gridsOf(one)[0]?.runSets.map(({ id }) => id) ?? [];
  const ids = idsOf(node);
  for (const known of unused) {
    const [was] = known.nodes;
    if (known.nodes.length !== 1 || was?.type !== 'panelGrid') continue;
    if (plainRecord(known.block)['type'] !== 'panel-grid') continue;
    if (!idsOf(was).some((id) => ids.includes(id))) continue;
    unused.delete(known);
    return known;
  }
  return null;
}

/** Changes of ours are done to the client's block as changes: what we have no word for stays. */
function mergeGrid({ block, nodes }: Known, node: ReportNode, place: ReportPlace): ExactJson {
  const written = [...nodes, node]
    .flatMap(gridsOf)
    .map((grid) => exact(writePanelGrid(grid, place)));
  const [before, after] = written;
  if (before === undefined || after === undefined) return exact(writeBlock(node, place));
  return mergeChanges(withPanelIds(block), before, after, gridRule);
}

const byId = named((runSets) => runSets.map(({ id }, index) => String(id ?? `run-set-${index}`)));

function gridRule(path: string): ListRule {
  switch (path) {
    case 'metadata.panelBankSectionConfig.panels':
      return named(panelNames);
    case 'metadata.runSets':
      return byId;
    case 'metadata.runSets[].selections.tree':
    case 'metadata.runSets[].pinnedRunIds':
      return byText;
    default:
      return 'whole';
  }
}

const withPanelIds = inside(
  'metadata',
  inside('panelBankSectionConfig', inside('panels', withIds(panelNames))),
);
