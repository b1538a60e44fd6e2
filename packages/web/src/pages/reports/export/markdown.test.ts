import type { ReportNode } from '@runloom/model';
import { markdownToDocument } from '@runloom/model/report-markdown';
import { describe, expect, it } from 'vitest';
import { markdownFiles } from './markdown.ts';
import { HOSTILE_TEXTS, sampleReport } from './sample-report.ts';

function* nodesOf(node: ReportNode): Generator<ReportNode> {
  yield node;
  for (const child of node.content ?? []) yield* nodesOf(child);
}

describe('a report as files of Markdown', () => {
  it.each(HOSTILE_TEXTS)('holds no HTML, and no link that runs something: %j', (words) => {
    const text = String(markdownFiles(sampleReport(words)).get('report.md'));
    const hrefs = [...nodesOf(markdownToDocument(text))].flatMap(({ marks = [] }) =>
      marks.flatMap(({ attrs }) => (attrs?.['href'] === undefined ? [] : [String(attrs['href'])])),
    );
    for (const href of hrefs) expect(href).toMatch(/^(?:https?:|mailto:)/);
    // A tag would begin outside of code with a sign that is not escaped.
    const plain = text.replace(/(`{3,})[\s\S]*?\n\s*(?:> )?\1/g, '').replace(/(`+)[\s\S]*?\1/g, '');
    const bare = plain.replace(/<https?:[^\s<>]+>/g, '').replace(/ "[^\n]*"\)/g, ')');
    expect(bare).not.toMatch(/(?<!\\)<(?=[a-z/!])/i);
  });

  it('has pictures and data beside the text, which leads to them', () => {
    const files = markdownFiles(sampleReport('Loss'));
    expect([...files.keys()]).toEqual([
      'report.md',
      'figures/figure-1.svg',
      'figures/figure-2.png',
      'images/abcdefghijklmnopqrst.png',
      'data/1-Loss.csv',
      'data/2-Loss.csv',
    ]);
    const text = String(files.get('report.md'));
    expect(text).toContain('![Loss](figures/figure-1.svg)');
    expect(text).toContain('![Loss](images/abcdefghijklmnopqrst.png "Loss")');
    expect(text).toContain('| Loss | b |\n| - | - |\n| Loss | 1 |');
    expect(files.get('data/1-Loss.csv')).toBe('line,Loss\r\nLoss,0.30000000000000004\r\n');
  });

  it('has values that a spreadsheet would take for formulas as texts', () => {
    const csv = markdownFiles(sampleReport('=1+1')).get('data/1-1-1.csv');
    expect(csv).toBe("line,'=1+1\r\n'=1+1,0.30000000000000004\r\n");
  });
});
