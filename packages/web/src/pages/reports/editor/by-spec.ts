import { markSpec, nodeSpec, type ReportAttribute } from '@runloom/model';
import type { Attribute, Mark, Node } from '@tiptap/core';

type Rules = Readonly<Record<string, ReportAttribute>>;
type AttributesParent = { readonly parent?: (() => object) | null | undefined };

/** Members of a node that both ends of the sync must agree on. */
const NODE_MEMBERS = [
  'content',
  'group',
  'inline',
  'atom',
  'code',
  'isolating',
  'defining',
  'marks',
  'tableRole',
] as const;

/**
 * The node with what the report's schema says of it: what it holds and which attributes it has, no
 * more and no less. Of the library's node only its commands and how it is drawn are left.
 */
export function nodeBySpec(extension: Node): Node {
  const spec = nodeSpec(extension.name);
  if (spec === null) throw new Error(`A report has no block ${extension.name}`);
  const members = Object.fromEntries(
    NODE_MEMBERS.map((member) => [member, () => spec[member as keyof typeof spec]]),
  );
  return extension.extend({ ...members, addAttributes: attributesOf(spec.attributes) });
}

/** The same of a mark. */
export function markBySpec(extension: Mark): Mark {
  const spec = markSpec(extension.name);
  if (spec === null) throw new Error(`A report has no mark ${extension.name}`);
  return extension.extend({
    excludes: (() => spec.excludes) as unknown as string,
    inclusive: () => spec.inclusive ?? true,
    code: (() => spec.code) as unknown as boolean,
    addAttributes: attributesOf(spec.attributes),
  });
}

function attributesOf(rules: Rules) {
  return function (this: AttributesParent) {
    const before = (this.parent?.() ?? {}) as Record<string, Partial<Attribute>>;
    return Object.fromEntries(
      Object.entries(rules).map(([name, rule]) => {
        const isRequired = !('default' in rule);
        return [
          name,
          {
            ...(name === 'block' ? BLOCK_ATTRIBUTE : before[name]),
            ...(isRequired ? { isRequired: true } : { default: rule.default }),
          },
        ];
      }),
    );
  };
}

const BLOCK_ATTRIBUTE: Partial<Attribute> = {
  // The second half of a block that is cut in two is another block.
  keepOnSplit: false,
  parseHTML: (element) => element.getAttribute('data-block'),
  renderHTML: ({ block }) => (typeof block === 'string' ? { 'data-block': block } : {}),
};
