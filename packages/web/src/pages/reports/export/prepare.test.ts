import type { ReportNode } from '@runloom/model';
import { expect, test } from 'vitest';
import { reportPage } from './html/page.ts';
import { markdownFiles } from './markdown.ts';
import { prepareReport } from './prepare.ts';
import { sampleReport } from './sample-report.ts';

const card = (run: string): ReportNode => ({
  type: 'runCard',
  attrs: { block: 'abcdefghijkl', run: `lab/looms/${run}` },
});

test('a block that can’t be read is named in its place, and the others are there', async () => {
  const [lost, found] = [card('lost'), card('found')];
  const { report, withData } = sampleReport('Loss');
  const prepared = await prepareReport(
    {
      report,
      withData,
      document: { type: 'doc', content: [lost, found] },
      figuresOf: (node) =>
        node === lost
          ? Promise.reject(new Error('The recording is away.'))
          : Promise.resolve([{ kind: 'text', title: '', isWide: true, lines: ['all is well'] }]),
      readFile: () => Promise.reject(new Error('no file')),
    },
    () => Promise.reject(new Error('no picture')),
  );
  expect(prepared.notes).toEqual(['Figures that are not in the file are named in their place: 1.']);
  const inOrder = /Not in this file: The recording is away\.[\s\S]+lost[\s\S]+all is well/;
  expect(await reportPage(prepared)).toMatch(inOrder);
  expect(String(markdownFiles(prepared).get('report.md'))).toMatch(
    /lost[\s\S]+Not in this file: The recording is away\.[\s\S]+found[\s\S]+all is well/,
  );
});
