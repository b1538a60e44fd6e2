import { nodeSpec, type ReportNode } from '@runloom/model';

/**
 * The same text for blocks that say the same, whatever they are called and whoever commented on them:
 * editors fill in what attributes are when nothing is said.
 */
export const nodeKey = (node: ReportNode): string => JSON.stringify(bare(node), inOrder);

function bare(node: ReportNode): unknown {
  const given = node.attrs ?? {};
  const attrs = Object.entries(nodeSpec(node.type)?.attributes ?? {})
    .filter(([name]) => name !== 'block')
    .map(([name, rule]) => {
      const value = name in given ? given[name] : 'default' in rule ? rule.default : null;
      // Settings inside have defaults of their own.
      return [name, rule.value.safeParse(value).data ?? value] as const;
    });
  return [node.type, Object.fromEntries(attrs), joined(node.content ?? []), node.text ?? null];
}

/** Texts with the same marks are one, however comments divide them. */
function joined(content: readonly ReportNode[]): readonly unknown[] {
  const pieces: { marks: string | null; value: unknown }[] = [];
  for (const node of content) {
    const marks = node.type === 'text' ? marksOf(node) : null;
    const last = pieces.at(-1);
    if (marks !== null && last?.marks === marks) last.value = `${String(last.value)}${node.text}`;
    else pieces.push({ marks, value: marks === null ? bare(node) : (node.text ?? '') });
  }
  return pieces;
}

const marksOf = ({ marks = [] }: ReportNode): string =>
  marks
    .filter(({ type }) => type !== 'comment')
    .map(({ type, attrs }) => `${type} ${String(attrs?.['href'] ?? attrs?.['colour'] ?? '')}`)
    .toSorted()
    .join('\n');

function inOrder(_name: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
