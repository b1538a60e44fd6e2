import type { ReportDocument, ReportNode } from '@runloom/model';

/** A report as lines, so that two can be compared: texts as they read, other blocks by what they hold. */
export function blocksText(document: ReportDocument): string {
  return document.content.flatMap((node) => linesOf(node, '')).join('\n');
}

function linesOf(node: ReportNode, indent: string): readonly string[] {
  const { type, attrs = {}, content = [] } = node;
  switch (type) {
    case 'paragraph':
      return [indent + inlineText(content)];
    case 'heading':
      return [`${indent}${'#'.repeat(Number(attrs['level'] ?? 1))} ${inlineText(content)}`];
    case 'codeBlock':
      return [
        `${indent}\`\`\`${String(attrs['language'] ?? '')}`,
        ...inlineText(content)
          .split('\n')
          .map((line) => indent + line),
        `${indent}\`\`\``,
      ];
    case 'horizontalRule':
      return [`${indent}---`];
    case 'taskItem':
      return nested(content, indent, attrs['checked'] === true ? '[x] ' : '[ ] ');
    case 'listItem':
      return nested(content, indent, '- ');
    case 'blockquote':
      return nested(content, indent, '> ');
    case 'callout':
      return nested(content, indent, `[!${String(attrs['tone'] ?? 'note')}] `);
    case 'tableRow':
      return [
        `${indent}| ${content.map((cell) => (cell.content ?? []).flatMap((one) => linesOf(one, '')).join(' ')).join(' | ')} |`,
      ];
    default:
      if (content.length > 0) return content.flatMap((child) => linesOf(child, indent));
      return [`${indent}[${type}] ${attributesText(attrs)}`];
  }
}

/** The first line has the mark, the others stand below it. */
function nested(content: readonly ReportNode[], indent: string, mark: string): readonly string[] {
  const lines = content.flatMap((child) => linesOf(child, ''));
  return lines.map((line, index) => indent + (index === 0 ? mark : ' '.repeat(mark.length)) + line);
}

function inlineText(content: readonly ReportNode[]): string {
  return content
    .map(({ type, text, attrs = {} }) => {
      if (type === 'text') return text ?? '';
      if (type === 'hardBreak') return '\n';
      if (type === 'mention') return `@${String(attrs['username'])}`;
      if (type === 'mathInline') return `$${String(attrs['latex'])}$`;
      if (type === 'number') return String(attrs['value']);
      return `[${type}]`;
    })
    .join('');
}

/** Without the block's id, which is no content. */
function attributesText({ block: _, ...rest }: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(rest).filter(([, value]) => value !== null && value !== '');
  return members.length === 0 ? '' : JSON.stringify(Object.fromEntries(members));
}
