import type { ReportNode } from '@runloom/model';
import { expect, it } from 'vitest';
import type { Figure } from './export-source.ts';
import { prepareReport } from './prepare.ts';
import { sampleReport } from './sample-report.ts';

const noPicture = () => Promise.reject(new Error('no picture'));

it('asks for all figures at once and puts them in the order of the document, whichever comes first', async () => {
  const content = ['first', 'second', 'third'].map(
    (run): ReportNode => ({ type: 'runCard', attrs: { run } }),
  );
  const asked: string[] = [];
  const answers = content.map(() => Promise.withResolvers<readonly Figure[]>());
  const preparing = prepareReport(
    {
      ...sampleReport('words'),
      document: { type: 'doc', content },
      readFile: noPicture,
      figuresOf: (node) => {
        asked.push(String(node.attrs?.['run']));
        const answer = answers[content.indexOf(node)];
        return answer === undefined ? Promise.reject(new Error('unknown')) : answer.promise;
      },
    },
    noPicture,
  );
  expect(asked).toEqual(['first', 'second', 'third']);
  const figure = (title: string): Figure => ({ kind: 'text', title, isWide: true, lines: [title] });
  for (const index of [2, 0, 1]) {
    answers[index]?.resolve([figure(`figure ${index}`)]);
    await Promise.resolve();
  }
  const { figures } = await preparing;
  expect([...figures.keys()]).toEqual(content);
  expect([...figures.values()].flat().map(({ title }) => title)).toEqual([
    'figure 0',
    'figure 1',
    'figure 2',
  ]);
});
