import { nodeSpec, type ReportAttribute, type ReportNodeName } from '@runloom/model';
import { Node } from '@tiptap/core';
import { type ReactNodeViewProps, ReactNodeViewRenderer } from '@tiptap/react';
import type { ComponentType } from 'react';
import { nodeBySpec } from './by-spec.ts';

/**
 * A block that the editor does not look into: React draws it, and what happens inside is its own.
 * In HTML (the clipboard) it is its attributes; nothing that strangers' pages put there runs.
 */
export function atomBlock(name: ReportNodeName, View: ComponentType<ReactNodeViewProps>): Node {
  const spec = nodeSpec(name);
  const attributes = spec?.attributes ?? {};
  const tag = spec?.inline ? 'span' : 'div';
  return nodeBySpec(
    Node.create({
      name,
      selectable: true,
      draggable: false,
      addAttributes: () =>
        Object.fromEntries(Object.keys(attributes).map((each) => [each, { rendered: false }])),
      parseHTML: () => [
        {
          tag: `${tag}[data-report-block="${name}"]`,
          getAttrs: (element) => readAttributes(element, attributes),
        },
      ],
      renderHTML: ({ node }) => [
        tag,
        { 'data-report-block': name, 'data-attributes': JSON.stringify(node.attrs) },
      ],
      addNodeView: () =>
        ReactNodeViewRenderer(View, {
          as: tag,
          // Links and comments find the block by it.
          attrs: ({ node }): Record<string, string> => {
            const block: unknown = node.attrs['block'];
            return typeof block === 'string' ? { 'data-block': block } : {};
          },
          stopEvent: () => true,
          ignoreMutation: () => true,
        }),
    }),
  );
}

/** Only what the block may hold; anything else is no block. */
function readAttributes(
  element: HTMLElement,
  rules: Readonly<Record<string, ReportAttribute>>,
): Record<string, unknown> | false {
  try {
    const read: unknown = JSON.parse(element.getAttribute('data-attributes') ?? '');
    if (typeof read !== 'object' || read === null) return false;
    const members = new Map(Object.entries(read));
    const isWhole = Object.entries(rules).every(([name, { value, ...rest }]) =>
      members.has(name) ? value.safeParse(members.get(name)).success : 'default' in rest,
    );
    if (!isWhole) return false;
    return Object.fromEntries([...members].filter(([name]) => Object.hasOwn(rules, name)));
  } catch {
    return false;
  }
}
