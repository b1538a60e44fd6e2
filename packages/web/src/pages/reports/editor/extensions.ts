import { SafeHref } from '@runloom/model';
import { type Extensions, flattenExtensions, Node } from '@tiptap/core';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import { ReactNodeViewRenderer } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import type { ReportSync } from '../sync/report-sync.ts';
import { BlockIds } from './block-ids.ts';
import { markBySpec, nodeBySpec } from './by-spec.ts';
import { CodeColours } from './code-colours.ts';
import { Collaboration } from './collaboration.ts';
import { Find } from './find.ts';
import { CommentMark, Highlight } from './marks.ts';
import { MoveBlocks } from './move-block.ts';
import { BLOCKS } from './nodes/blocks.ts';
import { Callout } from './nodes/callout.tsx';
import { CodeView } from './nodes/code-view.tsx';
import { TABLES } from './nodes/tables.ts';
import { Placeholder } from './placeholder.ts';

/** What the library's set of blocks is told, and which parts of it are not ours. */
const STARTER = StarterKit.configure({
  heading: { levels: [1, 2, 3] },
  link: {
    openOnClick: false,
    autolink: true,
    defaultProtocol: 'https',
    isAllowedUri: (address) => SafeHref.safeParse(address).success,
    HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow', class: null },
  },
  // Undo goes back in one's own changes only: see the collaboration.
  undoRedo: false,
  // Whoever only reads would write a line into every report.
  trailingNode: false,
  dropcursor: { color: 'var(--accent)', width: 2 },
});

/** The set itself, and what its parts bring along themselves. */
const BROUGHT = /^starterKit$|BranchingDeleteKeymap$/;

/** Everything that a report can hold, as the schema of the model says it. */
export function reportExtensions(sync: ReportSync | null): Extensions {
  return [
    ...bySpec(flattenExtensions([STARTER]).filter(({ name }) => !BROUGHT.test(name))),
    nodeBySpec(TaskList),
    nodeBySpec(TaskItem.configure({ nested: true })),
    nodeBySpec(Callout),
    ...TABLES,
    ...BLOCKS,
    markBySpec(Highlight),
    markBySpec(CommentMark),
    BlockIds,
    CodeColours,
    Find,
    MoveBlocks,
    Placeholder,
    ...(sync === null ? [] : [Collaboration.configure({ sync })]),
  ];
}

/** Blocks of code have their language and a button beside them. */
function withView(node: Node): Node {
  if (node.name !== 'codeBlock') return node;
  return node.extend({ addNodeView: () => ReactNodeViewRenderer(CodeView) });
}

function bySpec(extensions: Extensions): Extensions {
  return extensions.map((extension) => {
    if (extension instanceof Node) return nodeBySpec(withView(extension));
    return extension.type === 'mark' ? markBySpec(extension as never) : extension;
  });
}
