import type { Blockquote, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown, mathToMarkdown } from 'mdast-util-math';
import { type Options, type State, toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { TONE_NAMES } from './tones.ts';

/** Markdown as GitHub reads it, with formulas between dollar signs. @throws RangeError when it is nested too deep */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfm(), math()],
    mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()],
  });
}

/** A callout, which trees of Markdown have no node for. */
export interface CalloutNode {
  readonly type: 'callout';
  readonly tone: keyof typeof TONE_NAMES;
  readonly children: Blockquote['children'];
}

/** Writes a tree whose quotes may be callouts. */
export function formatMarkdown(tree: Root): string {
  return toMarkdown(tree, {
    bullet: '-',
    emphasis: '_',
    rule: '-',
    listItemIndent: 'one',
    fences: true,
    extensions: [gfmToMarkdown({ tablePipeAlign: false }), mathToMarkdown()],
    handlers: { callout: writeCallout } as unknown as NonNullable<Options['handlers']>,
  });
}

type Handler = (
  node: CalloutNode,
  parent: unknown,
  state: State,
  info: Parameters<State['createTracker']>[0],
) => string;

const writeCallout: Handler = (node, _parent, state, info) => {
  const exit = state.enter('blockquote');
  const tracker = state.createTracker(info);
  tracker.move('> ');
  tracker.shift(2);
  const quote: Blockquote = { type: 'blockquote', children: node.children };
  const text = state.containerFlow(quote, tracker.current());
  exit();
  // Only text may follow at once: lists and tables could be taken for a part of the line.
  const [first] = node.children;
  const gap = first === undefined || first.type === 'paragraph' ? '' : '>\n';
  const lines = text === '' ? [] : text.split('\n');
  const quoted = lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
  return `> [!${TONE_NAMES[node.tone]}]${quoted === '' ? '' : `\n${gap}${quoted}`}`;
};
